package coedit.persistence.jpa;

class DerbyStoresIT extends StoresSuite {

  @Override
  StoreFixture create() {
    return StoreFixture.derby();
  }
}
