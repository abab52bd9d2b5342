-- One row: which store this is. The generation changes when a backup is restored.
CREATE TABLE store (
  id             integer PRIMARY KEY CHECK (id = 1),
  store_id       uuid    NOT NULL,
  generation     uuid    NOT NULL,
  shards         integer NOT NULL CHECK (shards > 0)
);

-- The lease and the fence. Rows change with every commit: room on the page keeps them there.
CREATE TABLE shard (
  id       integer      PRIMARY KEY,
  epoch    bigint       NOT NULL,
  commits  bigint       NOT NULL,
  owner    varchar(255) NOT NULL
) WITH (fillfactor = 20);

CREATE TABLE document (
  id                 uuid         PRIMARY KEY,
  shard              integer      NOT NULL,
  type               varchar(100) NOT NULL,
  type_version       integer      NOT NULL,
  title              varchar(1000) NOT NULL,
  name               varchar(255) CONSTRAINT document_name UNIQUE,
  floor              bigint       NOT NULL,
  snapshot_revision  bigint       NOT NULL,
  acl_epoch          bigint       NOT NULL,
  state              smallint     NOT NULL,
  created_by         varchar(255) NOT NULL,
  created_at         bigint       NOT NULL,
  updated_at         bigint       NOT NULL
);

-- Append-only. No foreign key: it would lock the document's row for every operation.
CREATE TABLE operation_log (
  document         uuid         NOT NULL,
  revision         bigint       NOT NULL,
  client           bigint       NOT NULL,
  client_sequence  bigint       NOT NULL,
  author           varchar(255) NOT NULL,
  base_revision    bigint       NOT NULL,
  epoch            bigint       NOT NULL,
  hlc              bigint       NOT NULL,
  format_version   integer      NOT NULL,
  digest           integer      NOT NULL,
  payload          bytea        NOT NULL,
  checksum         integer      NOT NULL,
  committed_at     timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
  CONSTRAINT operation_log_pk PRIMARY KEY (document, revision),
  CONSTRAINT operation_log_name UNIQUE (document, client, client_sequence)
);

CREATE TABLE snapshot (
  document        uuid     NOT NULL,
  revision        bigint   NOT NULL,
  format_version  integer  NOT NULL,
  type_version    integer  NOT NULL,
  codec           smallint NOT NULL,
  client_high     bytea    NOT NULL,
  bytes           bytea    NOT NULL,
  sha256          bytea    NOT NULL,
  CONSTRAINT snapshot_pk PRIMARY KEY (document, revision)
);
-- The bytes come compressed.
ALTER TABLE snapshot ALTER COLUMN bytes SET STORAGE EXTERNAL;

-- A principal is U: and a user, G: and a group, or E: for everyone.
CREATE TABLE grants (
  document      uuid         NOT NULL REFERENCES document (id),
  principal     varchar(255) NOT NULL,
  access_level  smallint     NOT NULL,
  CONSTRAINT grants_pk PRIMARY KEY (principal, document)
);
CREATE INDEX grants_document ON grants (document);

CREATE TABLE account (
  user_name      varchar(255)  PRIMARY KEY,
  display_name   varchar(255)  NOT NULL,
  password_hash  varchar(1000) NOT NULL,
  administrator  smallint      NOT NULL
);

CREATE TABLE secret (
  name    varchar(100) PRIMARY KEY,
  sealed  bytea        NOT NULL
);
