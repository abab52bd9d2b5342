package coedit.core.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import coedit.core.service.AuditEvent;
import coedit.model.DocumentId;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AuditLineTest {

  @Test
  void anEventIsOneReadableLine() {
    AuditEvent event =
        new AuditEvent(
            "grants-changed",
            "zoë",
            "2001:db8::1",
            Optional.of(new DocumentId(new UUID(0, 7))),
            "from user zoë: admin to everyone: view");
    assertEquals(
        "audit event=grants-changed actor=\"zoë\" address=\"2001:db8::1\""
            + " document=\"00000000-0000-0000-0000-000000000007\""
            + " detail=\"from user zoë: admin to everyone: view\"",
        AuditLine.of(event));
  }

  @Test
  void whatIsEmptyIsLeftOut() {
    assertEquals(
        "audit event=server-started", AuditLine.of(AuditEvent.ofServer("server-started", "")));
  }

  @Test
  void nobodyForgesALineByTheirName() {
    String name = "a\r\naudit event=sign-in actor=\"admin\"\u2028\u202e\u0085\u001b[2J\\";
    String line = AuditLine.of(AuditEvent.of("sign-in-failed", name, "", ""));
    assertEquals(
        "audit event=sign-in-failed actor=\"a\\u{d}\\u{a}audit event=sign-in"
            + " actor=\\\"admin\\\"\\u{2028}\\u{202e}\\u{85}\\u{1b}[2J\\\\\"",
        line);
    assertFalse(line.codePoints().anyMatch(Character::isISOControl));
  }
}
