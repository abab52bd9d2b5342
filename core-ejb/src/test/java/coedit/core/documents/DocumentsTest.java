package coedit.core.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coedit.core.cluster.ClusterMessage;
import coedit.core.cluster.Feed;
import coedit.core.cluster.FeedReceiver;
import coedit.core.cluster.LocalCluster;
import coedit.core.cluster.MemberId;
import coedit.core.fixture.Texts;
import coedit.core.fixture.WordType;
import coedit.core.lane.DocumentLoader;
import coedit.core.registry.DocumentTypes;
import coedit.core.sequence.LocalSequencingMap;
import coedit.core.service.DocumentService.FirstContent;
import coedit.core.service.DocumentService.Made;
import coedit.core.service.DocumentService.NewDocument;
import coedit.core.service.DocumentView;
import coedit.core.service.Outcome;
import coedit.core.service.Participant;
import coedit.core.service.PresenceChange;
import coedit.core.service.SharingChange;
import coedit.model.Access;
import coedit.model.DocumentId;
import coedit.model.ErrorCode;
import coedit.model.Grant;
import coedit.model.Operation;
import coedit.model.Payload;
import coedit.persistence.memory.InMemoryDocumentStore;
import coedit.persistence.memory.InMemoryOperationLog;
import coedit.persistence.memory.InMemorySnapshotStore;
import coedit.spi.Submission;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DocumentsTest {

  private static final int SHARDS = 4;
  private static final Participant ALICE = new Participant("alice", "Alice", Set.of(), false);
  private static final Participant BOB = new Participant("bob", "Bob", Set.of("staff"), false);
  private static final Participant ROOT = new Participant("admin", "Admin", Set.of(), true);

  private final InMemoryOperationLog log = new InMemoryOperationLog(SHARDS);
  private final InMemoryDocumentStore store =
      new InMemoryDocumentStore(shard -> log.acquire(shard, "a change of grants"), log::begin);
  private boolean servedByAll = true;
  private final List<DocumentId> told = new ArrayList<>();
  private final DocumentLoader loader = new DocumentLoader(store, new InMemorySnapshotStore(), log);
  private final Documents documents =
      new Documents(
          store,
          loader,
          loader,
          new DocumentTypes(List.of(new WordType())),
          Exports.ofOneThread(),
          new LocalSequencingMap(),
          new Feed(new LocalCluster(), new Ear(), (delay, action) -> {}, SHARDS),
          new Documents.Policy(
              Access.NONE,
              SHARDS,
              () -> Texts.document(1),
              InstantSource.system(),
              type -> servedByAll));

  /** Some server would own documents that it cannot open. */
  @Test
  void aTypeThatSomeServerLacksHasNoNewDocuments() {
    servedByAll = false;
    NewDocument wanted = new NewDocument(WordType.ID, "A", Optional.empty());
    refused(ErrorCode.UNKNOWN_TYPE, documents.create(ALICE, wanted));
    servedByAll = true;
    done(documents.create(ALICE, wanted));
  }

  private DocumentId alicesDocument() {
    return done(documents.create(ALICE, new NewDocument(WordType.ID, "A", Optional.empty()))).id();
  }

  private static <T> T done(Outcome<T> outcome) {
    return assertInstanceOf(Outcome.Done.class, outcome) instanceof Outcome.Done<?> d
        ? cast(d.value())
        : cast(null);
  }

  @SuppressWarnings("unchecked")
  private static <T> T cast(Object value) {
    return (T) value;
  }

  private static <T> void refused(ErrorCode code, Outcome<T> outcome) {
    assertEquals(
        code, assertInstanceOf(Outcome.Refused.class, outcome).refusal().code(), "" + outcome);
  }

  private static Grant user(String name, Access access) {
    return new Grant(Grant.Kind.USER, name, access);
  }

  @Test
  void whoMakesADocumentOwnsItAlone() {
    DocumentView view =
        done(documents.create(ALICE, new NewDocument(WordType.ID, "A", Optional.empty())));
    assertEquals("alice", view.owner());
    assertEquals(List.of(user("alice", Access.ADMIN)), done(documents.grants(ALICE, view.id())));
    refused(ErrorCode.NOT_FOUND, documents.find(BOB, view.id()));
    assertEquals(Access.ADMIN, done(documents.find(ROOT, view.id())).access());
  }

  private Outcome<Made> begin(Participant who, String key, String text) {
    return documents.create(
        who,
        new NewDocument(WordType.ID, "A", Optional.empty()),
        new FirstContent(key, "text/plain", Payload.ofUtf8(text)));
  }

  @Test
  void aDocumentBeginsWithItsContentOnceHoweverOftenItIsAskedFor() {
    Made made = done(begin(ALICE, "wish", "hello"));
    assertTrue(made.isNew());
    DocumentId id = made.document().id();
    Made again = done(begin(ALICE, "wish", "hello"));
    assertFalse(again.isNew());
    assertEquals(id, again.document().id());
    List<Operation> operations = done(documents.operations(ALICE, id, 1, 10));
    assertEquals(1, operations.size());
    assertEquals("alice", operations.get(0).author());
    assertEquals(WordType.insert(0, "hello"), operations.get(0).payload());
    assertEquals(0, operations.get(0).provenance().epoch());
    assertEquals(1, documents.list(ALICE, 0, 10).size());
  }

  @Test
  void oneKeyIsAnotherWishOfSomebodyElse() {
    DocumentId hers = done(begin(ALICE, "wish", "hello")).document().id();
    Made his = done(begin(BOB, "wish", "hello"));
    assertTrue(his.isNew());
    assertFalse(his.document().id().equals(hers));
  }

  @Test
  void oneKeyForTwoContentsIsRefused() {
    DocumentId id = done(begin(ALICE, "wish", "hello")).document().id();
    refused(ErrorCode.SEQUENCE_REUSED, begin(ALICE, "wish", "other"));
    assertEquals(1, done(documents.operations(ALICE, id, 1, 10)).size());
    done(documents.delete(ALICE, id));
    refused(ErrorCode.NOT_FOUND, begin(ALICE, "wish", "hello"));
  }

  @Test
  void contentThatIsNoneMakesNothing() {
    refused(ErrorCode.INVALID_TEXT, begin(ALICE, "wish", "!"));
    refused(
        ErrorCode.INVALID_OPERATION,
        documents.create(
            ALICE,
            new NewDocument(WordType.ID, "A", Optional.empty()),
            new FirstContent("wish", "image/png", Payload.ofUtf8("x"))));
    assertEquals(List.of(), documents.list(ALICE, 0, 10));
    assertTrue(done(begin(ALICE, "wish", "hello")).isNew());
  }

  @Test
  void theLastAdministratorCannotBeRemoved() {
    DocumentId id = alicesDocument();
    for (List<Grant> without :
        List.of(
            List.<Grant>of(),
            List.of(user("bob", Access.ADMIN)),
            List.of(user("alice", Access.EDIT), user("bob", Access.ADMIN)),
            List.of(new Grant(Grant.Kind.GROUP, "alice", Access.ADMIN)),
            List.of(new Grant(Grant.Kind.EVERYONE, "", Access.ADMIN)))) {
      refused(ErrorCode.INVALID_OPERATION, documents.replaceGrants(ALICE, id, without));
      refused(ErrorCode.INVALID_OPERATION, documents.replaceGrants(ROOT, id, without));
    }
    assertEquals(List.of(user("alice", Access.ADMIN)), done(documents.grants(ALICE, id)));
    assertTrue(told.isEmpty());
  }

  @Test
  void anOwnerGivesTheDocumentAway() {
    DocumentId id = alicesDocument();
    refused(ErrorCode.INVALID_OPERATION, documents.giveTo(ALICE, id, "bob"));
    List<Grant> both = List.of(user("alice", Access.ADMIN), user("bob", Access.ADMIN));
    done(documents.replaceGrants(ALICE, id, both));
    refused(ErrorCode.FORBIDDEN, documents.giveTo(BOB, id, "bob"));
    assertEquals(
        new SharingChange("alice", "bob", both, both), done(documents.giveTo(ALICE, id, "bob")));
    assertEquals("bob", done(documents.find(ALICE, id)).owner());
    refused(
        ErrorCode.INVALID_OPERATION,
        documents.replaceGrants(ALICE, id, List.of(user("alice", Access.ADMIN))));
    done(documents.replaceGrants(BOB, id, List.of(user("bob", Access.ADMIN))));
    refused(ErrorCode.NOT_FOUND, documents.find(ALICE, id));
    assertEquals(List.of(id, id, id), told);
  }

  @Test
  void anAdministratorOfTheServerGivesAwayWhatNobodyLooksAfter() {
    DocumentId id = alicesDocument();
    done(
        documents.replaceGrants(
            ROOT, id, List.of(user("alice", Access.ADMIN), user("bob", Access.VIEW))));
    assertEquals("bob", done(documents.giveTo(ROOT, id, "bob")).owner());
    assertEquals(Access.ADMIN, done(documents.find(BOB, id)).access());
  }

  @Test
  void theHighestGrantWins() {
    DocumentId id = alicesDocument();
    for (Access byGroup : List.of(Access.VIEW, Access.COMMENT, Access.EDIT, Access.ADMIN)) {
      for (Access byName : List.of(Access.VIEW, Access.COMMENT, Access.EDIT, Access.ADMIN)) {
        for (Access byAll : List.of(Access.VIEW, Access.COMMENT, Access.EDIT, Access.ADMIN)) {
          done(
              documents.replaceGrants(
                  ALICE,
                  id,
                  List.of(
                      user("alice", Access.ADMIN),
                      user("bob", byName),
                      new Grant(Grant.Kind.GROUP, "staff", byGroup),
                      new Grant(Grant.Kind.GROUP, "others", Access.ADMIN),
                      new Grant(Grant.Kind.EVERYONE, "", byAll))));
          Access highest =
              List.of(byGroup, byName, byAll).stream().max(Access::compareTo).orElseThrow();
          assertEquals(highest, done(documents.find(BOB, id)).access());
        }
      }
    }
  }

  @Test
  void aDeletedDocumentIsAbsentForEverybody() {
    DocumentId id = alicesDocument();
    done(documents.delete(ALICE, id));
    refused(ErrorCode.NOT_FOUND, documents.find(ALICE, id));
    refused(ErrorCode.NOT_FOUND, documents.find(ROOT, id));
    refused(ErrorCode.NOT_FOUND, documents.giveTo(ROOT, id, "alice"));
    assertFalse(told.isEmpty());
  }

  private final class Ear implements FeedReceiver {
    @Override
    public void submitted(MemberId origin, DocumentId d, Submission submission, long epoch) {}

    @Override
    public void committed(DocumentId document, List<Operation> operations) {}

    @Override
    public void headSeen(DocumentId document, long head) {}

    @Override
    public void settled(ClusterMessage.Settled outcome) {}

    @Override
    public void presence(DocumentId document, List<PresenceChange> changes) {}

    @Override
    public void said(DocumentId document, Payload word) {}

    @Override
    public void accessChanged(DocumentId document, long accessEpoch) {
      told.add(document);
    }

    @Override
    public Map<DocumentId, Long> openDocuments() {
      return Map.of();
    }

    @Override
    public void membershipChanged() {}
  }
}
