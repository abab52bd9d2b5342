package coedit.core.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coedit.core.audit.AuditedDocuments;
import coedit.core.cluster.Feed;
import coedit.core.cluster.FeedReceiver;
import coedit.core.cluster.LocalCluster;
import coedit.core.fixture.Texts;
import coedit.core.fixture.WordType;
import coedit.core.lane.DocumentLoader;
import coedit.core.registry.DocumentTypes;
import coedit.core.sequence.LocalSequencingMap;
import coedit.core.service.AuditEvent;
import coedit.core.service.AuditService;
import coedit.core.service.DocumentService;
import coedit.core.service.DocumentService.NewDocument;
import coedit.core.service.DocumentView;
import coedit.core.service.Outcome;
import coedit.core.service.Participant;
import coedit.core.service.SharingChange;
import coedit.model.Access;
import coedit.model.DocumentId;
import coedit.model.ErrorCode;
import coedit.model.Grant;
import coedit.persistence.DocumentStore;
import coedit.persistence.memory.InMemoryDocumentStore;
import coedit.persistence.memory.InMemoryOperationLog;
import coedit.persistence.memory.InMemorySnapshotStore;
import java.lang.reflect.Proxy;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two who change who may do what with a document at the same moment; and what is noted of it. */
class SharingTest {

  private static final Participant ALICE = new Participant("alice", "Alice", Set.of(), false);
  private static final Participant BOB = new Participant("bob", "Bob", Set.of(), false);
  private static final Grant ALICES = user("alice", Access.ADMIN);
  private static final Grant BOBS = user("bob", Access.ADMIN);
  private static final DocumentId ID = Texts.document(1);

  private static final Set<String> CONDITIONAL = Set.of("replaceGrants", "rename", "delete");

  private final InMemoryDocumentStore rows = new InMemoryDocumentStore();
  private final List<String> noted = new ArrayList<>();

  /** What others do after somebody has looked at the grants and before he writes them. */
  private final Deque<Runnable> meanwhile = new ArrayDeque<>();

  /** What others do right after it is written. */
  private final Deque<Runnable> afterwards = new ArrayDeque<>();

  private final DocumentService documents = new AuditedDocuments(documents(), new Notes());

  private Documents documents() {
    DocumentStore store = interrupted();
    InMemoryOperationLog log = new InMemoryOperationLog(1);
    DocumentLoader loader = new DocumentLoader(store, new InMemorySnapshotStore(), log);
    return new Documents(
        store,
        loader,
        loader,
        new DocumentTypes(List.of(new WordType())),
        Exports.ofOneThread(),
        new LocalSequencingMap(),
        new Feed(new LocalCluster(), deaf(), (delay, action) -> {}, 1),
        new Documents.Policy(Access.NONE, 1, () -> ID, InstantSource.system(), type -> true));
  }

  private DocumentStore interrupted() {
    return (DocumentStore)
        Proxy.newProxyInstance(
            SharingTest.class.getClassLoader(),
            new Class<?>[] {DocumentStore.class},
            (proxy, method, arguments) -> {
              boolean writes = CONDITIONAL.contains(method.getName());
              if (writes && !meanwhile.isEmpty()) {
                meanwhile.remove().run();
              }
              Object outcome = method.invoke(rows, arguments);
              if (writes && !afterwards.isEmpty()) {
                afterwards.remove().run();
              }
              return outcome;
            });
  }

  private static FeedReceiver deaf() {
    return (FeedReceiver)
        Proxy.newProxyInstance(
            SharingTest.class.getClassLoader(),
            new Class<?>[] {FeedReceiver.class},
            (proxy, method, arguments) -> null);
  }

  private static Grant user(String name, Access access) {
    return new Grant(Grant.Kind.USER, name, access);
  }

  private void rowsBecome(String owner, List<Grant> grants) {
    long seen = rows.find(ID).orElseThrow().accessEpoch();
    assertTrue(rows.replaceGrants(ID, grants, owner, seen).isPresent());
  }

  private static <T> void refused(ErrorCode code, Outcome<T> outcome) {
    assertEquals(
        code, assertInstanceOf(Outcome.Refused.class, outcome).refusal().code(), "" + outcome);
  }

  @BeforeEach
  void aDocumentOfAliceAndBob() {
    Outcome<DocumentView> made =
        documents.create(ALICE, new NewDocument(WordType.ID, "A", Optional.empty()));
    assertInstanceOf(Outcome.Done.class, made);
    rowsBecome("alice", List.of(ALICES, BOBS));
    noted.clear();
  }

  @Test
  void grantsReplacedWhileTheDocumentIsGivenAwayLeaveTheNewOwnerInCharge() {
    meanwhile.add(() -> rowsBecome("bob", List.of(ALICES, BOBS)));
    refused(ErrorCode.INVALID_OPERATION, documents.replaceGrants(ALICE, ID, List.of(ALICES)));
    assertEquals(List.of(ALICES, BOBS), rows.grants(ID));
    assertEquals(List.of(), noted);
  }

  @Test
  void whoLosesTheRightMeanwhileChangesNothing() {
    meanwhile.add(() -> rowsBecome("alice", List.of(ALICES)));
    refused(ErrorCode.NOT_FOUND, documents.replaceGrants(BOB, ID, List.of(ALICES, BOBS)));
    meanwhile.add(() -> rowsBecome("alice", List.of(ALICES, user("bob", Access.EDIT))));
    rowsBecome("alice", List.of(ALICES, BOBS));
    refused(ErrorCode.FORBIDDEN, documents.replaceGrants(BOB, ID, List.of(ALICES, BOBS)));
    assertEquals(List.of("access-refused not-found", "grants-changed-refused "), noted);
  }

  @Test
  void whoLosesTheRightMeanwhileRenamesAndDeletesNothing() {
    meanwhile.add(() -> rowsBecome("alice", List.of(ALICES, user("bob", Access.VIEW))));
    refused(ErrorCode.FORBIDDEN, documents.rename(BOB, ID, "his"));
    rowsBecome("alice", List.of(ALICES, BOBS));
    meanwhile.add(() -> rowsBecome("alice", List.of(ALICES)));
    refused(ErrorCode.NOT_FOUND, documents.delete(BOB, ID));
    assertEquals("A", rows.find(ID).orElseThrow().title());
  }

  @Test
  void whoKeepsTheRightMeanwhileDoesWhatTheyWanted() {
    meanwhile.add(() -> rowsBecome("alice", List.of(ALICES, user("bob", Access.EDIT))));
    assertInstanceOf(Outcome.Done.class, documents.rename(BOB, ID, "theirs"));
    assertEquals("theirs", rows.find(ID).orElseThrow().title());
    meanwhile.add(() -> rowsBecome("alice", List.of(ALICES)));
    assertInstanceOf(Outcome.Done.class, documents.delete(ALICE, ID));
    assertEquals(Optional.empty(), rows.find(ID));
    assertEquals(List.of("document-renamed ", "document-deleted "), noted);
  }

  /** Who was renaming it is told so, and the audit log is. */
  @Test
  void whoLosesTheRightAfterwardsHasRenamedIt() {
    afterwards.add(() -> rowsBecome("alice", List.of(ALICES)));
    Outcome.Done<?> done = assertInstanceOf(Outcome.Done.class, documents.rename(BOB, ID, "his"));
    assertEquals("his", assertInstanceOf(DocumentView.class, done.value()).title());
    assertEquals("his", rows.find(ID).orElseThrow().title());
    assertEquals(List.of("document-renamed "), noted);
  }

  @Test
  void aDocumentIsNotGivenToWhomAnotherHasJustTakenItFrom() {
    meanwhile.add(() -> rowsBecome("alice", List.of(ALICES)));
    refused(ErrorCode.INVALID_OPERATION, documents.giveTo(ALICE, ID, "bob"));
    assertEquals("alice", rows.find(ID).orElseThrow().owner());
  }

  @Test
  void whatIsNotedIsWhatReallyChanged() {
    meanwhile.add(() -> rowsBecome("alice", List.of(ALICES, user("bob", Access.VIEW))));
    List<Grant> wanted = List.of(ALICES, user("bob", Access.EDIT), user("carol", Access.VIEW));
    Outcome<SharingChange> changed = documents.replaceGrants(ALICE, ID, wanted);
    assertInstanceOf(Outcome.Done.class, changed);
    assertEquals(
        List.of(
            "grants-changed user bob: from view to edit",
            "grants-changed user carol: from none to view"),
        noted);
  }

  @Test
  void aNewOwnerIsNotedWithTheOldOneAndTheRightThatCameWithIt() {
    rowsBecome("alice", List.of(ALICES, user("bob", Access.VIEW)));
    assertInstanceOf(Outcome.Done.class, documents.giveTo(ALICE, ID, "bob"));
    assertEquals(
        List.of("owner-changed from alice to bob", "grants-changed user bob: from view to admin"),
        noted);
  }

  @Test
  void noChangePushesAnotherOutOfTheLog() {
    List<Grant> many = new ArrayList<>(List.of(ALICES));
    IntStream.range(0, 199).forEach(i -> many.add(user(i + "x".repeat(190), Access.VIEW)));
    assertInstanceOf(Outcome.Done.class, documents.replaceGrants(ALICE, ID, many));
    assertEquals(200, noted.size());
    assertTrue(noted.contains("grants-changed user bob: from admin to none"), noted::toString);
    assertTrue(noted.stream().allMatch(line -> line.length() < 300));
  }

  @Test
  void whoIsAlwaysTooLateIsToldSo() {
    for (int i = 0; i < 1_000; i++) {
      meanwhile.add(() -> rowsBecome("alice", List.of(ALICES, BOBS)));
    }
    refused(ErrorCode.BUSY, documents.replaceGrants(ALICE, ID, List.of(ALICES)));
    assertTrue(meanwhile.size() > 900, () -> "left: " + meanwhile.size());
    assertEquals(List.of(ALICES, BOBS), rows.grants(ID));
  }

  private final class Notes implements AuditService {
    @Override
    public void note(AuditEvent event) {
      noted.add(event.name() + " " + event.detail());
    }

    @Override
    public void noteSeldom(AuditEvent event) {
      note(event);
    }

    @Override
    public void noteOfStranger(AuditEvent event, String from) {
      note(event);
    }

    @Override
    public List<Line> before(long number, Filter filter, int limit) {
      throw new UnsupportedOperationException();
    }
  }
}
