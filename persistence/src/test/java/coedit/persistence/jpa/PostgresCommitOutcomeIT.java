package coedit.persistence.jpa;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class PostgresCommitOutcomeIT extends CommitOutcomeSuite {

  @Override
  StoreFixture create() {
    return StoreFixture.postgres();
  }

  @Override
  int operationsForTwoStatements() {
    return 1_003;
  }

  @Test
  void aGroupOfUsualSizeTakesOneStatement() {
    assertEquals(List.of("getConnection", "execute", "commit"), callsOf(3));
  }
}
