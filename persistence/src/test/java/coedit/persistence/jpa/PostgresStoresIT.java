package coedit.persistence.jpa;

class PostgresStoresIT extends StoresSuite {

  @Override
  StoreFixture create() {
    return StoreFixture.postgres();
  }
}
