package coedit.core.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coedit.core.fixture.Texts;
import coedit.core.service.AuditEvent;
import coedit.core.service.Participant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SeldomTest {

  private long nanos;
  private final Seldom seldom = new Seldom(() -> nanos);

  private static AuditEvent refused(String user, int document) {
    return about(document, "join-refused", user, "not-found");
  }

  private static AuditEvent about(int document, String name, String user, String detail) {
    Participant who = new Participant(user, user, Set.of(), false).at("192.0.2.1");
    return AuditEvent.about(Texts.document(document), name, who, detail);
  }

  private boolean isDue(AuditEvent event) {
    return seldom.due(event).filter(event::equals).isPresent();
  }

  @Test
  void theSameEventIsDueOnceAMinute() {
    assertTrue(isDue(refused("alice", 1)));
    assertFalse(isDue(refused("alice", 1)));
    assertTrue(isDue(refused("alice", 2)));
    assertTrue(isDue(refused("bob", 1)));
    nanos += Seldom.PAUSE.toNanos();
    assertTrue(isDue(refused("alice", 1)));
    assertFalse(isDue(refused("alice", 1)));
  }

  @Test
  void whoTriesDocumentAfterDocumentDoesNotFillTheLog() {
    List<AuditEvent> noted = new ArrayList<>();
    for (int i = 0; i < 50_000; i++) {
      seldom.due(refused("mallory", i)).ifPresent(noted::add);
    }
    assertEquals(Seldom.MOST_OF_ONE + 1, noted.size());
    AuditEvent last = noted.get(Seldom.MOST_OF_ONE);
    assertEquals("events-left-out", last.name());
    assertEquals("mallory", last.actor());
    assertEquals("join-refused, after 100 in this minute", last.detail());
    assertTrue(isDue(refused("alice", 1)));
    nanos += Seldom.PAUSE.toNanos();
    assertTrue(isDue(refused("mallory", 0)));
  }

  @Test
  void whoTriesTooMuchHidesNothingElse() {
    for (int i = 0; i < 200; i++) {
      seldom.due(refused("mallory", i));
    }
    assertTrue(isDue(about(1, "document-exported", "mallory", "as operations")));
  }

  /** Under whatever names, and again and again under the same. */
  @Test
  void whatStrangersDoIsBoundedByTheirAddress() {
    List<AuditEvent> noted = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      String name = i < 50 ? "alice" : "name" + i;
      seldom
          .dueFrom(AuditEvent.of("sign-in-failed", name, "192.0.2.1", ""), "192.0.2.1")
          .ifPresent(noted::add);
    }
    assertEquals(Seldom.MOST_OF_ONE + 1, noted.size());
    assertEquals(50, noted.stream().filter(event -> event.actor().equals("alice")).count());
    assertEquals("events-left-out", noted.get(Seldom.MOST_OF_ONE).name());
    AuditEvent elsewhere = AuditEvent.of("sign-in-failed", "alice", "192.0.2.2", "");
    assertEquals(elsewhere, seldom.dueFrom(elsewhere, elsewhere.address()).orElseThrow());
  }
}
