package coedit.core.lane;

import static coedit.core.fixture.Texts.name;
import static coedit.core.fixture.Texts.operation;
import static coedit.core.fixture.Texts.operations;
import static coedit.core.fixture.Texts.submission;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coedit.core.cluster.ClusterMessage.Settlement;
import coedit.core.cluster.MemberId;
import coedit.core.fixture.GatherType;
import coedit.core.fixture.NoThreads;
import coedit.core.fixture.Texts;
import coedit.core.fixture.WordType;
import coedit.core.lane.Resolver.Verdict;
import coedit.model.ErrorCode;
import coedit.model.Operation;
import coedit.model.Payload;
import coedit.model.Snapshot;
import coedit.persistence.StoredSnapshot;
import coedit.spi.ConflictStrategy;
import coedit.spi.DocumentState;
import coedit.spi.DocumentType;
import coedit.spi.Resolution;
import coedit.spi.Submission;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ResolverTest {

  private final LaneSettings settings = LaneSettings.defaults();
  private final Resolver resolver = new Resolver(settings);
  private final WordType words = new WordType();
  private final GatherType gathering = new GatherType();

  @Test
  void addsTheNextSubmissionToTheDraft() {
    Draft draft = draft(words, operations(1, 3));
    assertInstanceOf(Verdict.Added.class, resolve(draft, submission(2, 1, 3, "a", "b")));
    assertEquals(5, draft.head());
    assertEquals(name(2, 2), draft.operations().get(1).name());
    assertEquals("baxxx", draft.state().content().utf8());
  }

  @Test
  void answersARepeatedSubmissionWithItsRevision() {
    Draft draft = draft(words, operations(1, 3));
    assertEquals(
        new Settlement.Duplicate(3, 3), settlement(resolve(draft, submission(1, 3, 2, "x"))));
    assertEquals(new Verdict.AskLog(), resolve(draft, submission(1, 2, 1, "x")));
  }

  @Test
  void refusesAnotherPayloadUnderAUsedName() {
    Draft draft = draft(words, operations(1, 3));
    assertRefused(ErrorCode.SEQUENCE_REUSED, resolve(draft, submission(1, 3, 2, "y")));
    Operation second = operation(2, 1, 2);
    assertEquals(
        new Settlement.Duplicate(2, 2),
        Resolver.fromLog(submission(1, 2, 1, "x"), Optional.of(second)));
    assertInstanceOf(
        Settlement.Refused.class, Resolver.fromLog(submission(1, 2, 1, "y"), Optional.of(second)));
  }

  /** What follows it may have brought nothing, or never have been sent: the type can tell. */
  @Test
  void aStoredBeginningOfASubmissionIsNotTheWhole() {
    Submission batch = gathered(1, 5, "a", "b", "b");
    Operation second = operation(9, 1, 6, GatherType.words("b"));
    assertEquals(new Settlement.Retry(), Resolver.fromLog(batch, Optional.of(second)));
    Operation another = operation(9, 1, 6, GatherType.words("c"));
    assertInstanceOf(Settlement.Refused.class, Resolver.fromLog(batch, Optional.of(another)));
    Operation third = operation(9, 1, 7, GatherType.words("b"));
    assertEquals(new Settlement.Duplicate(7, 9), Resolver.fromLog(batch, Optional.of(third)));
  }

  @Test
  void leavesRepeatsOfWhatIsUnderWayToTheCommit() {
    Draft draft = draft(words, List.of());
    resolve(draft, submission(1, 1, 0, "a"));
    assertInstanceOf(Verdict.Underway.class, resolve(draft, submission(1, 1, 0, "a")));
  }

  @Test
  void leavesRepeatsOfPipelinedSubmissionsUnderWayToTheCommitToo() {
    Draft draft = draft(new Agreeable(), List.of());
    resolve(draft, submission(1, 1, 0, "a"));
    resolve(draft, submission(1, 2, 0, "b"));
    assertInstanceOf(Verdict.Underway.class, resolve(draft, submission(1, 1, 0, "a")));
    Draft next = afterAssignmentOf(draft);
    assertInstanceOf(Verdict.Underway.class, resolve(next, submission(1, 1, 0, "a")));
  }

  @Test
  void aSkippedSequenceOrABaseInTheFutureMayMeanThatThisMemberIsBehind() {
    Draft draft = draft(words, operations(1, 3));
    assertInstanceOf(Verdict.Behind.class, resolve(draft, submission(1, 5, 3, "x")));
    assertInstanceOf(Verdict.Behind.class, resolve(draft, submission(2, 1, 4, "x")));
    assertTrue(draft.isEmpty());
  }

  @Test
  void refusesHalfOfAnEarlierSubmission() {
    Draft draft = draft(words, operations(1, 3));
    assertRefused(ErrorCode.SEQUENCE_REUSED, resolve(draft, submission(1, 3, 2, "x", "y")));
  }

  @Test
  void aClientIdBelongsToItsFirstAuthor() {
    Draft draft = draft(words, operations(1, 3));
    Submission stolen = new Submission(name(1, 4), "mallory", 3, List.of(WordType.insert(0, "x")));
    assertRefused(ErrorCode.FORBIDDEN, resolve(draft, stolen));
  }

  @Test
  void refusesABaseThatIsTooFarBehind() {
    Draft draft = draft(words, operations(1, settings.maxRebase() + 1L));
    assertRefused(ErrorCode.STALE_BASE, resolve(draft, submission(2, 1, 0, "x")));
  }

  @Test
  void wantsTheOperationsThatTheTailDoesNotHold() {
    OpenDocument document = document(words, 7, operations(8, 10));
    Draft draft = new Draft(document, 1);
    assertEquals(new Verdict.NeedsTail(6), resolve(draft, submission(2, 1, 5, "x")));
    assertTrue(document.extendTail(6, operations(6, 7)));
    assertInstanceOf(
        Verdict.Added.class, resolve(new Draft(document, 1), submission(2, 1, 5, "x")));
  }

  @Test
  void olderOperationsThatDoNotReachTheTailAreNotTaken() {
    OpenDocument document = document(words, 7, operations(8, 10));
    assertEquals(false, document.extendTail(5, operations(5, 6)));
    assertEquals(false, document.extendTail(5, List.of()));
    assertEquals(7, document.tailStart());
  }

  @Test
  void refusesPayloadsLargerThanAllowed() {
    Payload large = Payload.wrap(new byte[settings.maxPayloadBytes() + 1]);
    Draft draft = draft(words, List.of());
    assertRefused(
        ErrorCode.TOO_LARGE,
        resolve(draft, new Submission(name(1, 1), "alice", 0, List.of(large))));
  }

  @Test
  void aTypeThatThrowsCostsOneRefusedSubmission() {
    Draft draft = draft(new Throwing(), List.of());
    assertRefused(ErrorCode.PLUGIN_FAILED, resolve(draft, submission(1, 1, 0, "a")));
    assertTrue(draft.isEmpty());
  }

  @Test
  void aTypeThatLosesAnOperationIsRefused() {
    Draft draft = draft(new Agreeable(), List.of());
    assertRefused(ErrorCode.PLUGIN_FAILED, resolve(draft, submission(1, 1, 0, "lose", "b")));
    assertTrue(draft.isEmpty());
  }

  @Test
  void anOperationThatChangesNothingLeavesItsNameFree() {
    Draft draft = draft(new Agreeable(), List.of());
    assertInstanceOf(Verdict.Added.class, resolve(draft, submission(1, 1, 0, "no")));
    assertEquals(List.of(new Settlement.NoChange(1)), answers(draft));
    assertTrue(draft.isEmpty());
    assertInstanceOf(Verdict.Behind.class, resolve(draft, submission(1, 2, 0, "a")));
    assertInstanceOf(Verdict.Added.class, resolve(draft, submission(1, 1, 0, "a")));
    assertEquals(1, draft.head());
  }

  @Test
  void whatBringsNothingInABatchGetsNoRevision() {
    Draft draft = draft(gathering, List.of());
    resolve(draft, gathered(1, 1, "a", "a", "b", "a"));
    assertEquals(
        List.of(name(1, 1), name(1, 3)), draft.operations().stream().map(Operation::name).toList());
    assertEquals(List.of(new Settlement.Duplicate(4, 2)), answers(draft));
    assertEquals("a,b", draft.state().content().utf8());
  }

  @Test
  void aBatchWhoseLastPlaceBringsSomethingIsAnsweredByItsDelivery() {
    Draft draft = draft(gathering, List.of());
    resolve(draft, gathered(1, 1, "a", "a", "b"));
    assertEquals(List.of(), answers(draft));
  }

  @Test
  void aMergedBatchMaySkipNumbersAndComeAgain() {
    Draft draft = draft(gathering, List.of());
    assertInstanceOf(Verdict.Added.class, resolve(draft, gathered(1, 5, "a", "a")));
    assertInstanceOf(Verdict.Added.class, resolve(draft, gathered(1, 5, "a", "a")));
    assertEquals(
        List.of(new Settlement.Duplicate(6, 1), new Settlement.NoChange(6)), answers(draft));
    assertInstanceOf(Verdict.Added.class, resolve(draft, gathered(1, 9, "b")));
    assertEquals(2, draft.head());
  }

  @Test
  void aMergedBatchThatBringsSomethingNewUnderAUsedNameIsRefused() {
    Draft draft = draft(gathering, List.of());
    resolve(draft, gathered(1, 5, "a"));
    assertRefused(ErrorCode.SEQUENCE_REUSED, resolve(draft, gathered(1, 5, "b")));
    assertEquals("a", draft.state().content().utf8());
  }

  @Test
  void aMergedBatchMayBuildOnAnyOldBase() {
    Operation old = operation(8, 1, 8, GatherType.words("a"));
    Draft draft = new Draft(document(gathering, 7, List.of(old)), 1);
    assertInstanceOf(Verdict.Added.class, resolve(draft, gathered(2, 1, "b")));
  }

  @Test
  void anEmptiedOperationOfATypeThatRebasesIsRefused() {
    Draft draft = draft(new Agreeable(), List.of());
    assertRefused(ErrorCode.PLUGIN_FAILED, resolve(draft, submission(1, 1, 0, "empty", "b")));
    assertTrue(draft.isEmpty());
  }

  private Draft draft(DocumentType type, List<Operation> tail) {
    return new Draft(document(type, 0, tail), 1);
  }

  private OpenDocument document(DocumentType type, long snapshot, List<Operation> tail) {
    Snapshot content = new Snapshot(snapshot, 1, Payload.ofUtf8("x".repeat((int) snapshot)));
    LoadedDocument loaded =
        new LoadedDocument(
            Texts.record(Texts.document(1), 0), new StoredSnapshot(content, Map.of()), tail);
    return new OpenDocument(
        loaded, type, 3, settings, NoThreads.quarantine().replaying(Texts.document(1), () -> {}));
  }

  private static Submission gathered(long client, long sequence, String... words) {
    List<Payload> payloads = Arrays.stream(words).map(GatherType::words).toList();
    return new Submission(name(client, sequence), "alice", 0, payloads);
  }

  private static List<Settlement> answers(Draft draft) {
    return draft.answers().stream().map(Draft.Answer::settlement).toList();
  }

  private static Draft afterAssignmentOf(Draft draft) {
    draft.document().assigned(new LaneBatch(draft, (batch, end) -> {}));
    return new Draft(draft.document(), 2);
  }

  private Verdict resolve(Draft draft, Submission submission) {
    return resolver.resolve(draft, waiting(submission));
  }

  private static Waiting waiting(Submission submission) {
    return new Waiting(1, new MemberId("m"), submission, 1, 0);
  }

  private static Settlement settlement(Verdict verdict) {
    return assertInstanceOf(Verdict.Settled.class, verdict).settlement();
  }

  private static void assertRefused(ErrorCode code, Verdict verdict) {
    Settlement.Refused refused = assertInstanceOf(Settlement.Refused.class, settlement(verdict));
    assertEquals(code, refused.refusal().code());
  }

  /** Words whose strategy applies everything as it comes; "no" changes nothing. */
  private static class Agreeable implements DocumentType {
    private final WordType words = new WordType();

    @Override
    public String id() {
      return words.id();
    }

    @Override
    public int version() {
      return 1;
    }

    @Override
    public int formatVersion() {
      return 1;
    }

    @Override
    public DocumentState empty() {
      return words.empty();
    }

    @Override
    public DocumentState open(Snapshot snapshot) {
      return words.open(snapshot);
    }

    @Override
    public ConflictStrategy strategy() {
      return (head, submission, tail) -> {
        DocumentState next = head;
        for (Payload payload : submission.payloads()) {
          next = next.apply(payload);
        }
        String first = submission.payloads().get(0).utf8();
        if (first.endsWith(" no")) {
          return new Resolution.NoChange();
        }
        if (first.endsWith(" empty")) {
          return new Resolution.Apply(
              List.of(Payload.ofUtf8(""), submission.payloads().get(1)), next);
        }
        return new Resolution.Apply(
            first.endsWith(" lose") ? submission.payloads().subList(1, 2) : submission.payloads(),
            next);
      };
    }
  }

  private static final class Throwing extends Agreeable {
    @Override
    public ConflictStrategy strategy() {
      return (head, submission, tail) -> {
        throw new IllegalStateException("a plugin's bug");
      };
    }
  }
}
