package coedit.persistence.jpa;

class PostgresCommitOutcomeIT extends CommitOutcomeSuite {

  @Override
  StoreFixture create() {
    return StoreFixture.postgres();
  }
}
