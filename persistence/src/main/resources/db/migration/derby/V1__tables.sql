-- One row: which store this is. The generation changes when a backup is restored.
CREATE TABLE store (
  id             INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  store_id       CHAR(36) NOT NULL,
  generation     CHAR(36) NOT NULL,
  shards         INTEGER NOT NULL CHECK (shards > 0)
);

-- The lease and the fence.
CREATE TABLE shard (
  id       INTEGER      NOT NULL PRIMARY KEY,
  epoch    BIGINT       NOT NULL,
  commits  BIGINT       NOT NULL,
  owner    VARCHAR(255) NOT NULL
);

CREATE TABLE document (
  id                 CHAR(36)     NOT NULL PRIMARY KEY,
  shard              INTEGER      NOT NULL,
  type               VARCHAR(100) NOT NULL,
  type_version       INTEGER      NOT NULL,
  title              VARCHAR(1000) NOT NULL,
  name               VARCHAR(255) CONSTRAINT document_name UNIQUE,
  floor              BIGINT       NOT NULL,
  snapshot_revision  BIGINT       NOT NULL,
  acl_epoch          BIGINT       NOT NULL,
  state              SMALLINT     NOT NULL,
  created_by         VARCHAR(255) NOT NULL,
  created_at         BIGINT       NOT NULL,
  updated_at         BIGINT       NOT NULL
);

-- Append-only.
CREATE TABLE operation_log (
  document         CHAR(36)     NOT NULL,
  revision         BIGINT       NOT NULL,
  client           BIGINT       NOT NULL,
  client_sequence  BIGINT       NOT NULL,
  author           VARCHAR(255) NOT NULL,
  base_revision    BIGINT       NOT NULL,
  epoch            BIGINT       NOT NULL,
  hlc              BIGINT       NOT NULL,
  format_version   INTEGER      NOT NULL,
  digest           INTEGER      NOT NULL,
  payload          BLOB(16M)    NOT NULL,
  checksum         INTEGER      NOT NULL,
  committed_at     TIMESTAMP    DEFAULT CURRENT_TIMESTAMP NOT NULL,
  CONSTRAINT operation_log_name UNIQUE (document, client, client_sequence)
);
-- The primary key, written as a descending index because Derby cannot walk one backwards: the head
-- is the first entry then, not the last of a long scan.
CREATE UNIQUE INDEX operation_log_pk ON operation_log (document, revision DESC);

CREATE TABLE snapshot (
  document        CHAR(36) NOT NULL,
  revision        BIGINT   NOT NULL,
  format_version  INTEGER  NOT NULL,
  type_version    INTEGER  NOT NULL,
  codec           SMALLINT NOT NULL,
  client_high     BLOB(64M) NOT NULL,
  bytes           BLOB(64M) NOT NULL,
  sha256          CHAR(32) FOR BIT DATA NOT NULL,
  CONSTRAINT snapshot_pk PRIMARY KEY (document, revision)
);

-- A principal is U: and a user, G: and a group, or E: for everyone.
CREATE TABLE grants (
  document      CHAR(36)     NOT NULL REFERENCES document (id),
  principal     VARCHAR(255) NOT NULL,
  access_level  SMALLINT     NOT NULL,
  CONSTRAINT grants_pk PRIMARY KEY (principal, document)
);

CREATE TABLE account (
  user_name      VARCHAR(255)  NOT NULL PRIMARY KEY,
  display_name   VARCHAR(255)  NOT NULL,
  password_hash  VARCHAR(1000) NOT NULL,
  administrator  SMALLINT      NOT NULL
);

CREATE TABLE secret (
  name    VARCHAR(100)  NOT NULL PRIMARY KEY,
  sealed  BLOB(64K)     NOT NULL
);
