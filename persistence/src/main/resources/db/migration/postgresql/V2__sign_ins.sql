-- Sign-ins. Tokens themselves are nowhere, only their hashes.
CREATE TABLE sign_in (
  id             varchar(100)  PRIMARY KEY,
  user_name      varchar(255)  NOT NULL,
  display_name   varchar(1000) NOT NULL,
  group_names    bytea         NOT NULL,
  administrator  smallint      NOT NULL,
  expires_at     bigint        NOT NULL,
  refresh_hash   varchar(100)  NOT NULL,
  previous_hash  varchar(100),
  rotated_at     bigint        NOT NULL
);
CREATE INDEX sign_in_expires ON sign_in (expires_at);
