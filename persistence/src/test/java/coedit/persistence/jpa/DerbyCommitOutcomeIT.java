package coedit.persistence.jpa;

class DerbyCommitOutcomeIT extends CommitOutcomeSuite {

  @Override
  StoreFixture create() {
    return StoreFixture.derby();
  }

  @Override
  int operationsForTwoStatements() {
    return 3;
  }
}
