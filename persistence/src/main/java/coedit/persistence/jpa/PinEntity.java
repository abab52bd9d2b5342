package coedit.persistence.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A shard that is wanted on one server. */
@Entity
@Table(name = "shard_pin")
class PinEntity {

  @Id
  @Column(name = "shard")
  int shard;

  @Column(name = "server")
  String server = "";
}
