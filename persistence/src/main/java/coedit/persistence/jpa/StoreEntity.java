package coedit.persistence.jpa;

import coedit.persistence.StoreIdentity;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;

/** The one row that says which store this is. */
@Entity
@Table(name = "store")
class StoreEntity {

  static final int ONLY_ID = 1;

  @Id
  @Column(name = "id")
  int id = ONLY_ID;

  @Column(name = "store_id")
  UUID storeId = Ids.NIL;

  @Column(name = "generation")
  UUID generation = Ids.NIL;

  @Column(name = "shards")
  int shards;

  StoreIdentity toIdentity() {
    return new StoreIdentity(storeId, generation, shards);
  }
}
