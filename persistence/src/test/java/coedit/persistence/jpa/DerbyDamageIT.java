package coedit.persistence.jpa;

class DerbyDamageIT extends DamageSuite {

  @Override
  StoreFixture create() {
    return StoreFixture.derby();
  }

  @Override
  String bytes(String hex) {
    return "CAST(X'" + hex + "' AS BLOB)";
  }
}
