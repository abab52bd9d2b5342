package coedit.persistence.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A shard's lease and fence. */
@Entity
@Table(name = "shard")
class ShardEntity {

  @Id
  @Column(name = "id")
  int id;

  @Column(name = "epoch")
  long epoch;

  @Column(name = "commits")
  long commits;

  @Column(name = "owner")
  String owner = "";
}
