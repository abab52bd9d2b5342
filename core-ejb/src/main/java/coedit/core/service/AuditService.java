package coedit.core.service;

import coedit.model.DocumentId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The audit log: a table that is only ever added to, and the same lines in the server's log. */
public interface AuditService {

  /**
   * An event that was written.
   *
   * @param number later ones have higher numbers; not all numbers are used
   */
  record Line(long number, Instant at, AuditEvent event) {}

  /** What to look for; whatever is empty does not matter. */
  record Filter(Optional<String> event, Optional<String> actor, Optional<DocumentId> document) {}

  /**
   * Notes an event. Returns at once: the log has the line then, the table a moment later, or as
   * soon as the database is back.
   */
  void note(AuditEvent event);

  /**
   * Notes what somebody may do again and again: the same event at most once a minute, and so many
   * of one name of one person, which is noted too.
   */
  void noteSeldom(AuditEvent event);

  /**
   * Notes what strangers may do again and again under any name: so many of one name of event from
   * one place in a minute, which is noted too.
   *
   * @param from the place: one peer may have many addresses
   */
  void noteOfStranger(AuditEvent event, String from);

  /** The lines before a number, newest first. Blocks on the database. */
  List<Line> before(long number, Filter filter, int limit);
}
