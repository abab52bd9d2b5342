-- Sign-ins. Tokens themselves are nowhere, only their hashes.
CREATE TABLE sign_in (
  id             VARCHAR(100)  NOT NULL PRIMARY KEY,
  user_name      VARCHAR(255)  NOT NULL,
  display_name   VARCHAR(1000) NOT NULL,
  group_names    BLOB(1M)      NOT NULL,
  administrator  SMALLINT      NOT NULL,
  expires_at     BIGINT        NOT NULL,
  refresh_hash   VARCHAR(100)  NOT NULL,
  previous_hash  VARCHAR(100),
  rotated_at     BIGINT        NOT NULL
);
CREATE INDEX sign_in_expires ON sign_in (expires_at);
