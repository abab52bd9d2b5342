package coedit.persistence;

import coedit.model.DocumentId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What happened that somebody may have to answer for. Only ever added to. Calls block. */
public interface AuditStore {

  /**
   * One thing that happened.
   *
   * @param event lower-case words with hyphens
   * @param actor the user name, as given by who claimed it when signing in failed; empty for the
   *     server itself
   * @param address the network address it came from; empty when there is none
   * @param detail more, for people and tools; never content of a document, never a secret
   */
  record Entry(
      Instant at,
      String event,
      String actor,
      String address,
      Optional<DocumentId> document,
      String detail) {}

  /** An entry with its number: later ones have higher numbers, not all numbers are used. */
  record Numbered(long id, Entry entry) {}

  /** What to look for; whatever is empty does not matter. */
  record Filter(Optional<String> event, Optional<String> actor, Optional<DocumentId> document) {}

  void append(List<Entry> entries);

  /** The entries before a number, newest first. */
  List<Numbered> before(long id, Filter filter, int limit);
}
