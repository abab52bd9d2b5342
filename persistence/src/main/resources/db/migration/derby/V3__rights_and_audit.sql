-- Columns that servers of the release before leave empty while both run.
ALTER TABLE document ADD COLUMN owner VARCHAR(255);

ALTER TABLE sign_in ADD COLUMN begun_at BIGINT;
ALTER TABLE sign_in ADD COLUMN address VARCHAR(100);
ALTER TABLE sign_in ADD COLUMN agent VARCHAR(300);
CREATE INDEX sign_in_user ON sign_in (user_name);

-- Tickets that were taken, until they are out of date: one passes once, whichever server it is shown to.
CREATE TABLE used_ticket (
  id          VARCHAR(100)  NOT NULL PRIMARY KEY,
  expires_at  BIGINT        NOT NULL
);

-- Append-only. Who did what, never what was written.
CREATE TABLE audit (
  id        BIGINT         NOT NULL GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  happened_at  BIGINT         NOT NULL,
  event     VARCHAR(60)    NOT NULL,
  actor     VARCHAR(255)   NOT NULL,
  address   VARCHAR(100)   NOT NULL,
  document  VARCHAR(36)    NOT NULL,
  detail    VARCHAR(4000)  NOT NULL
);
CREATE INDEX audit_actor ON audit (actor, id);
CREATE INDEX audit_document ON audit (document, id);
