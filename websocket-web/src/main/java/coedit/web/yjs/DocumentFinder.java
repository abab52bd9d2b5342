package coedit.web.yjs;

import coedit.core.service.AuditEvent;
import coedit.core.service.AuditService;
import coedit.core.service.DocumentService;
import coedit.core.service.DocumentService.NewDocument;
import coedit.core.service.DocumentView;
import coedit.core.service.Outcome;
import coedit.core.service.Participant;
import coedit.model.DocumentId;
import coedit.model.ErrorCode;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which document a client means: by its id, or by its name, which the ecosystem calls a room.
 *
 * @param documents blocks on the database
 * @param audit hears of who asks for a name and finds nothing there; documents tell of ids
 * @param createsRooms whether an unknown name makes a document
 */
public record DocumentFinder(DocumentService documents, AuditService audit, boolean createsRooms) {

  private static final String TYPE = "yjs";
  private static final int LONGEST_NAME = 100;

  /** As names are over REST, in parts with slashes between. */
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*");

  /** The document, as the participant may see it; what one may not see is absent. */
  public Outcome<DocumentView> find(Participant participant, String address) {
    Optional<DocumentId> id = DocumentId.parse(address);
    if (id.isPresent()) {
      return documents.find(participant, id.get());
    }
    Outcome<DocumentView> named = named(participant, address);
    if (isAbsent(named)) {
      audit.noteSeldom(
          AuditEvent.of(
              "join-refused",
              participant.user(),
              participant.address(),
              ErrorCode.NOT_FOUND.code() + " " + address));
    }
    return named;
  }

  private Outcome<DocumentView> named(Participant participant, String name) {
    Outcome<DocumentView> named = documents.findByName(participant, name);
    if (!isAbsent(named) || !createsRooms || !mayName(name)) {
      return named;
    }
    Outcome<DocumentView> made =
        documents.create(participant, new NewDocument(TYPE, name, Optional.of(name)));
    // Somebody else may have been quicker, or it is there and private.
    return isTaken(made) ? documents.findByName(participant, name) : made;
  }

  private static boolean mayName(String address) {
    return address.length() <= LONGEST_NAME && NAME.matcher(address).matches();
  }

  private static boolean isAbsent(Outcome<DocumentView> outcome) {
    return hasCode(outcome, ErrorCode.NOT_FOUND);
  }

  private static boolean isTaken(Outcome<DocumentView> outcome) {
    return hasCode(outcome, ErrorCode.NAME_TAKEN);
  }

  private static boolean hasCode(Outcome<DocumentView> outcome, ErrorCode code) {
    return outcome instanceof Outcome.Refused<DocumentView> refused
        && refused.refusal().code() == code;
  }
}
