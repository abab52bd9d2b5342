package coedit.core.lane;

import static coedit.core.fixture.Texts.document;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class LineageTest {

  private final Lineage lineage = new Lineage();

  @Test
  void installsADocumentOncePerLease() {
    assertTrue(lineage.install(1, 5, document(1), 10));
    assertFalse(lineage.install(1, 5, document(1), 10));
    assertTrue(lineage.install(1, 6, document(1), 10));
  }

  @Test
  void installsAgainWhatLeftMemoryWhenTheLogIsWhereItWas() {
    assertTrue(lineage.install(1, 5, document(1), 10));
    lineage.passivated(1, 5, document(1), 12);
    assertFalse(lineage.install(1, 5, document(1), 11));
    assertTrue(lineage.install(1, 5, document(1), 12));
  }

  @Test
  void aLateInstallUnderAnEarlierLeaseDoesNotMakeTheLaterOneForget() {
    assertTrue(lineage.install(1, 6, document(1), 10));
    assertFalse(lineage.install(1, 5, document(2), 3), "the lease is gone");
    assertFalse(lineage.install(1, 6, document(1), 10), "installed under this lease already");
  }

  @Test
  void leavingMemoryUnderAnEarlierLeaseCountsForNothing() {
    assertTrue(lineage.install(1, 5, document(1), 10));
    assertTrue(lineage.install(1, 6, document(1), 10));
    lineage.passivated(1, 5, document(1), 10);
    assertFalse(lineage.install(1, 6, document(1), 10));
  }
}
