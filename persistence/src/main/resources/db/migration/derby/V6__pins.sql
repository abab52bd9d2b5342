-- Shards whose documents one server is to keep in order, by its address host:port.
CREATE TABLE shard_pin (
  shard INT NOT NULL PRIMARY KEY,
  server VARCHAR(255) NOT NULL
);
