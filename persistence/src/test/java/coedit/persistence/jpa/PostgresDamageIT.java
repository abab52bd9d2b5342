package coedit.persistence.jpa;

class PostgresDamageIT extends DamageSuite {

  @Override
  StoreFixture create() {
    return StoreFixture.postgres();
  }

  @Override
  String bytes(String hex) {
    return "'\\x" + hex + "'::bytea";
  }
}
