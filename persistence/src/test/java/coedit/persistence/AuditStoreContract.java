package coedit.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;

import coedit.model.DocumentId;
import coedit.persistence.AuditStore.Entry;
import coedit.persistence.AuditStore.Filter;
import coedit.persistence.AuditStore.Numbered;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every audit log promises. */
public abstract class AuditStoreContract {

  private static final Instant AT = Instant.ofEpochMilli(1_700_000_000_123L);

  private final String actor = "actor " + UUID.randomUUID();
  private final DocumentId document = Samples.document();

  protected abstract AuditStore audit();

  private Entry entry(String event, Optional<DocumentId> about, String detail) {
    return new Entry(AT, event, actor, "192.0.2.1", about, detail);
  }

  /** Some entry. */
  protected Entry entry() {
    return entry("sign-in", Optional.empty(), "as it was");
  }

  private List<Entry> read(Filter filter) {
    return audit().before(Long.MAX_VALUE, filter, 100).stream().map(Numbered::entry).toList();
  }

  @Test
  void whatWasWrittenIsReadNewestFirst() {
    Entry first = entry("sign-in", Optional.empty(), "");
    Entry second = entry("share", Optional.of(document), "größer \uD83D\uDE00");
    Entry third = entry("share", Optional.empty(), "x".repeat(4_000));
    audit().append(List.of(first, second));
    audit().append(List.of(third));
    Filter mine = new Filter(Optional.empty(), Optional.of(actor), Optional.empty());
    assertEquals(List.of(third, second, first), read(mine));
    assertEquals(
        List.of(third, second),
        read(new Filter(Optional.of("share"), Optional.of(actor), Optional.empty())));
    assertEquals(
        List.of(second),
        read(new Filter(Optional.empty(), Optional.empty(), Optional.of(document))));
    List<Numbered> page = audit().before(Long.MAX_VALUE, mine, 2);
    assertEquals(List.of(third, second), page.stream().map(Numbered::entry).toList());
    assertEquals(
        List.of(first),
        audit().before(page.get(1).id(), mine, 2).stream().map(Numbered::entry).toList());
  }
}
