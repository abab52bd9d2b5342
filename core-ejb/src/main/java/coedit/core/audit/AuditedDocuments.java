package coedit.core.audit;

import coedit.core.service.AuditEvent;
import coedit.core.service.AuditService;
import coedit.core.service.DocumentService;
import coedit.core.service.DocumentView;
import coedit.core.service.Outcome;
import coedit.core.service.Participant;
import coedit.core.service.SharingChange;
import coedit.model.Access;
import coedit.model.DocumentId;
import coedit.model.ErrorCode;
import coedit.model.Grant;
import coedit.model.Operation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/**
 * Notes who made, shared, exported or deleted a document, and who was not allowed to or found none:
 * what one may not view is absent, and what is not there looks the same.
 */
public final class AuditedDocuments implements DocumentService {

  private final DocumentService inner;
  private final AuditService audit;

  public AuditedDocuments(DocumentService inner, AuditService audit) {
    this.inner = inner;
    this.audit = audit;
  }

  @Override
  public Outcome<DocumentView> create(Participant participant, NewDocument document) {
    Outcome<DocumentView> made = inner.create(participant, document);
    if (made instanceof Outcome.Done<DocumentView> done) {
      DocumentView view = done.value();
      note(view.id(), "document-created", participant, "type " + view.type());
    }
    return made;
  }

  @Override
  public Outcome<Made> create(Participant participant, NewDocument document, FirstContent content) {
    Outcome<Made> made = inner.create(participant, document, content);
    if (made instanceof Outcome.Done<Made> done && done.value().isNew()) {
      DocumentView view = done.value().document();
      note(
          view.id(),
          "document-created",
          participant,
          "type " + view.type() + " from " + content.mediaType());
    }
    return made;
  }

  @Override
  public Outcome<DocumentView> find(Participant participant, DocumentId id) {
    return seen(inner.find(participant, id), id, participant);
  }

  @Override
  public Outcome<DocumentView> findByName(Participant participant, String name) {
    return inner.findByName(participant, name);
  }

  @Override
  public List<DocumentView> list(Participant participant, int offset, int limit) {
    return inner.list(participant, offset, limit);
  }

  @Override
  public Outcome<DocumentView> rename(Participant participant, DocumentId id, String title) {
    return noted(inner.rename(participant, id, title), id, "document-renamed", participant, "");
  }

  @Override
  public Outcome<DocumentView> delete(Participant participant, DocumentId id) {
    return noted(inner.delete(participant, id), id, "document-deleted", participant, "");
  }

  @Override
  public Outcome<List<String>> mediaTypes(Participant participant, DocumentId id) {
    return seen(inner.mediaTypes(participant, id), id, participant);
  }

  @Override
  public Outcome<Content> content(
      Participant participant, DocumentId id, String mediaType, OptionalLong revision) {
    return noted(
        inner.content(participant, id, mediaType, revision),
        id,
        "document-exported",
        participant,
        "as " + mediaType);
  }

  @Override
  public Outcome<List<Operation>> operations(
      Participant participant, DocumentId id, long from, long to) {
    Outcome<List<Operation>> found = inner.operations(participant, id, from, to);
    if (found instanceof Outcome.Done<List<Operation>> done && !done.value().isEmpty()) {
      audit.noteSeldom(event(id, "document-exported", participant, "as operations"));
    }
    return seen(found, id, participant);
  }

  @Override
  public Outcome<List<Grant>> grants(Participant participant, DocumentId id) {
    return seen(inner.grants(participant, id), id, participant);
  }

  @Override
  public Outcome<SharingChange> replaceGrants(
      Participant participant, DocumentId id, List<Grant> grants) {
    return shared(inner.replaceGrants(participant, id, grants), id, "grants-changed", participant);
  }

  @Override
  public Outcome<SharingChange> giveTo(Participant participant, DocumentId id, String user) {
    return shared(inner.giveTo(participant, id, user), id, "owner-changed", participant);
  }

  @Override
  public List<String> types() {
    return inner.types();
  }

  private <T> Outcome<T> noted(
      Outcome<T> outcome, DocumentId id, String event, Participant participant, String detail) {
    if (outcome instanceof Outcome.Done<T>) {
      note(id, event, participant, detail);
    } else if (outcome instanceof Outcome.Refused<T> refused
        && refused.refusal().code() == ErrorCode.FORBIDDEN) {
      note(id, event + "-refused", participant, "");
    } else {
      return seen(outcome, id, participant);
    }
    return outcome;
  }

  /** Notes that somebody was not let near a document. */
  private <T> Outcome<T> seen(Outcome<T> outcome, DocumentId id, Participant participant) {
    if (outcome instanceof Outcome.Refused<T> refused) {
      ErrorCode code = refused.refusal().code();
      if (code == ErrorCode.NOT_FOUND || code == ErrorCode.FORBIDDEN) {
        audit.noteSeldom(event(id, "access-refused", participant, code.code()));
      }
    }
    return outcome;
  }

  private void note(DocumentId id, String event, Participant participant, String detail) {
    audit.note(event(id, event, participant, detail));
  }

  private static AuditEvent event(
      DocumentId id, String event, Participant participant, String detail) {
    String role = participant.administrator() ? "administrator " : "";
    return AuditEvent.about(id, event, participant, (role + detail).strip());
  }

  /** Each difference is an event of its own: however long one is, none pushes another out. */
  private Outcome<SharingChange> shared(
      Outcome<SharingChange> outcome, DocumentId id, String event, Participant participant) {
    if (outcome instanceof Outcome.Done<SharingChange> done) {
      SharingChange change = done.value();
      if (!change.owner().equals(change.ownerBefore())) {
        note(
            id,
            "owner-changed",
            participant,
            "from " + change.ownerBefore() + " to " + change.owner());
      }
      for (String difference : differences(change.before(), change.grants())) {
        note(id, "grants-changed", participant, difference);
      }
      return outcome;
    }
    return noted(outcome, id, event, participant, "");
  }

  private static List<String> differences(List<Grant> before, List<Grant> after) {
    Map<String, String> old = accesses(before);
    Map<String, String> now = accesses(after);
    Set<String> all = new TreeSet<>(old.keySet());
    all.addAll(now.keySet());
    List<String> differences = new ArrayList<>();
    for (String who : all) {
      String was = old.getOrDefault(who, Access.NONE.word());
      String is = now.getOrDefault(who, Access.NONE.word());
      if (!was.equals(is)) {
        differences.add(who + ": from " + was + " to " + is);
      }
    }
    return differences;
  }

  private static Map<String, String> accesses(List<Grant> grants) {
    Map<String, String> accesses = new HashMap<>();
    for (Grant grant : grants) {
      String kind = grant.kind().name().toLowerCase(Locale.ROOT);
      accesses.put((kind + " " + grant.subject()).strip(), grant.access().word());
    }
    return accesses;
  }
}
