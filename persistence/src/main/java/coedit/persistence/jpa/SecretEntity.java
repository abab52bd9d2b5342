package coedit.persistence.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A secret, as its caller wrapped it. */
@Entity
@Table(name = "secret")
class SecretEntity {

  @Id
  @Column(name = "name")
  String name = "";

  @Column(name = "sealed")
  byte[] sealed = {};
}
