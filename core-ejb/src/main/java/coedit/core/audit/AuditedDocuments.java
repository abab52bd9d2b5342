package coedit.core.audit;

import coedit.core.service.AuditEvent;
import coedit.core.service.AuditService;
import coedit.core.service.DocumentService;
import coedit.core.service.DocumentView;
import coedit.core.service.Outcome;
import coedit.core.service.Participant;
import coedit.model.DocumentId;
import coedit.model.ErrorCode;
import coedit.model.Grant;
import coedit.model.Operation;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** Notes who made, shared, exported or deleted a document, and who was not allowed to. */
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
    return inner.find(participant, id);
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
    return inner.mediaTypes(participant, id);
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
    return inner.operations(participant, id, from, to);
  }

  @Override
  public Outcome<List<Grant>> grants(Participant participant, DocumentId id) {
    return inner.grants(participant, id);
  }

  @Override
  public Outcome<List<Grant>> replaceGrants(
      Participant participant, DocumentId id, List<Grant> grants) {
    Outcome<List<Grant>> before = inner.grants(participant, id);
    Outcome<List<Grant>> after = inner.replaceGrants(participant, id, grants);
    return noted(after, id, "grants-changed", participant, change(before, after));
  }

  @Override
  public Outcome<DocumentView> giveTo(Participant participant, DocumentId id, String user) {
    return noted(
        inner.giveTo(participant, id, user), id, "owner-changed", participant, "to " + user);
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
    }
    return outcome;
  }

  private void note(DocumentId id, String event, Participant participant, String detail) {
    String role = participant.administrator() ? "administrator " : "";
    audit.note(AuditEvent.about(id, event, participant.user(), (role + detail).strip()));
  }

  private static String change(Outcome<List<Grant>> before, Outcome<List<Grant>> after) {
    return "from " + text(before) + " to " + text(after);
  }

  private static String text(Outcome<List<Grant>> grants) {
    if (grants instanceof Outcome.Done<List<Grant>> done) {
      return done.value().stream().map(AuditedDocuments::text).collect(Collectors.joining(", "));
    }
    return "?";
  }

  private static String text(Grant grant) {
    String kind = grant.kind().name().toLowerCase(Locale.ROOT);
    return (kind + " " + grant.subject()).strip() + ": " + grant.access().word();
  }
}
