-- Columns that servers of the release before leave empty while both run.
ALTER TABLE document ADD COLUMN owner varchar(255);

ALTER TABLE sign_in ADD COLUMN begun_at bigint;
ALTER TABLE sign_in ADD COLUMN address varchar(100);
ALTER TABLE sign_in ADD COLUMN agent varchar(300);
CREATE INDEX sign_in_user ON sign_in (user_name);

-- Tickets that were taken, until they are out of date: one passes once, whichever server it is shown to.
CREATE TABLE used_ticket (
  id          varchar(100)  PRIMARY KEY,
  expires_at  bigint        NOT NULL
);

-- Append-only. Who did what, never what was written.
CREATE TABLE audit (
  id        bigint         GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  happened_at  bigint         NOT NULL,
  event     varchar(60)    NOT NULL,
  actor     varchar(255)   NOT NULL,
  address   varchar(100)   NOT NULL,
  document  varchar(36)    NOT NULL,
  detail    varchar(4000)  NOT NULL
);
CREATE INDEX audit_actor ON audit (actor, id);
CREATE INDEX audit_document ON audit (document, id);

-- Who wants to change what is in it has to drop this first, and that is seen.
CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the audit table is append-only';
END $$;
CREATE TRIGGER audit_is_append_only BEFORE UPDATE OR DELETE ON audit
  FOR EACH ROW EXECUTE FUNCTION audit_is_append_only();
