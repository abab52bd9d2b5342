-- What a newer release may do to the tables while servers of this one run.
ALTER TABLE document ADD COLUMN folder varchar(255);
ALTER TABLE document ADD COLUMN pinned smallint DEFAULT 0 NOT NULL;
ALTER TABLE operation_log ADD COLUMN trace varchar(100);
ALTER TABLE operation_log ADD COLUMN kind smallint DEFAULT 0 NOT NULL;
ALTER TABLE snapshot ADD COLUMN origin varchar(100) DEFAULT '' NOT NULL;
ALTER TABLE sign_in ADD COLUMN device varchar(100);
ALTER TABLE account ADD COLUMN language varchar(20) DEFAULT 'en' NOT NULL;
ALTER TABLE shard ADD COLUMN pinned_to varchar(255);
CREATE TABLE folder (name varchar(255) PRIMARY KEY, parent varchar(255));
CREATE INDEX document_folder ON document (folder);
