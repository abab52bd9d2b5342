package coedit.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coedit.model.Payload;
import coedit.model.Snapshot;
import coedit.spi.CorruptPayloadException;
import coedit.spi.DocumentState;
import coedit.spi.DocumentType;
import coedit.spi.Resolution;
import coedit.spi.Submission;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

/** What the server relies on in every document type. */
public abstract class DocumentTypeContract {

  private static final int HISTORY_LENGTH = 12;

  protected abstract DocumentType type();

  /**
   * A random valid operation as a client sends it, made on {@code state}. Equal arguments give
   * equal payloads.
   */
  protected abstract Payload randomOperation(DocumentState state, Random random);

  /** Payloads that are no operations of this type, whatever the state. */
  protected abstract List<Payload> malformedOperations();

  /** Payloads that are no snapshots of this type. */
  protected abstract List<Payload> malformedContents();

  @Test
  void isFoundByTheServiceLoader() {
    DocumentType type = type();
    long found =
        ServiceLoader.load(DocumentType.class, type.getClass().getClassLoader()).stream()
            .filter(provider -> provider.type() == type.getClass())
            .count();
    assertEquals(1, found);
    assertTrue(type.id().matches("[a-z0-9-]+"), type.id());
    assertTrue(type.version() >= 1);
    assertTrue(type.formatVersion() >= 1);
  }

  @Test
  void sameInputsGiveSameBytes() {
    Seeds.forEach(
        "sameInputsGiveSameBytes",
        random -> {
          long seed = random.nextLong();
          History one = randomHistory(new Random(seed));
          History two = randomHistory(new Random(seed));
          assertEquals(one.payloads(), two.payloads());
          assertEquals(one.headState().content(), two.headState().content());
        });
  }

  @Test
  void snapshotContinuesAsTheStateItWasTakenFrom() {
    Seeds.forEach(
        "snapshotContinuesAsTheStateItWasTakenFrom",
        random -> {
          History history = randomHistory(random);
          int revision = random.nextInt(history.head() + 1);
          DocumentState reopened = reopen(history.stateAt(revision), revision);
          assertEquals(history.stateAt(revision).content(), reopened.content());
          for (Payload payload : history.payloads().subList(revision, history.head())) {
            reopened = reopened.apply(payload);
          }
          assertEquals(history.headState().content(), reopened.content());
        });
  }

  @Test
  void applyLeavesItsReceiverUnchanged() {
    Seeds.forEach(
        "applyLeavesItsReceiverUnchanged",
        random -> {
          DocumentState state = type().empty();
          List<DocumentState> states = new ArrayList<>();
          List<Payload> contents = new ArrayList<>();
          for (int i = 0; i < HISTORY_LENGTH; i++) {
            states.add(state);
            contents.add(state.content());
            state = state.apply(randomOperation(state, random));
          }
          assertEquals(contents, states.stream().map(DocumentState::content).toList());
        });
  }

  @Test
  void resolvedStateEqualsReplay() {
    Seeds.forEach(
        "resolvedStateEqualsReplay",
        random -> {
          History history = randomHistory(random);
          Submission submission = randomSubmission(history, random);
          if (history.resolve(submission) instanceof Resolution.Apply apply) {
            assertEquals(submission.payloads().size(), apply.payloads().size());
            history.submit(submission);
            assertEquals(apply.next().content(), history.headState().content());
          }
        });
  }

  @Test
  void acceptsEveryValidOperation() {
    Seeds.forEach(
        "acceptsEveryValidOperation",
        random -> {
          History history = randomHistory(random);
          Resolution resolution = history.resolve(randomSubmission(history, random));
          assertTrue(!(resolution instanceof Resolution.Refuse), resolution::toString);
        });
  }

  @Test
  void refusesMalformedOperationsAndKeepsItsState() {
    Seeds.forEach(
        "refusesMalformedOperationsAndKeepsItsState",
        random -> {
          History history = randomHistory(random);
          Payload before = history.headState().content();
          int base = random.nextInt(history.head() + 1);
          for (Payload malformed : malformedOperations()) {
            Submission submission = Submissions.of(99, base, malformed);
            assertInstanceOf(Resolution.Refuse.class, history.resolve(submission), malformed::utf8);
            assertThrows(CorruptPayloadException.class, () -> history.headState().apply(malformed));
          }
          assertEquals(before, history.headState().content());
        });
  }

  @Test
  void damagedOperationsAreResolvedOrRefusedNeverThrown() {
    Seeds.forEach(
        "damagedOperationsAreResolvedOrRefusedNeverThrown",
        random -> {
          History history = randomHistory(random);
          byte[] bytes = randomOperation(history.headState(), random).toBytes();
          if (bytes.length > 0) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
          }
          Payload before = history.headState().content();
          Submission damaged = Submissions.of(99, history.head(), Payload.wrap(bytes));
          if (history.resolve(damaged) instanceof Resolution.Apply apply) {
            history.submit(damaged);
            assertEquals(apply.next().content(), history.headState().content());
          } else {
            assertEquals(before, history.headState().content());
          }
        });
  }

  @Test
  void damagedSnapshotIsReported() {
    for (Payload malformed : malformedContents()) {
      Snapshot snapshot = new Snapshot(1, type().version(), malformed);
      assertThrows(CorruptPayloadException.class, () -> type().open(snapshot), malformed::utf8);
    }
  }

  @Test
  void estimatesItsSizeWithinAFactorOfFour() {
    Seeds.forEach(
        "estimatesItsSizeWithinAFactorOfFour",
        random -> {
          DocumentState state = randomHistory(random).headState();
          long actual = state.content().size();
          long estimate = state.estimatedBytes();
          assertTrue(
              estimate <= 4 * actual + 64 && actual <= 4 * estimate + 64,
              () -> "estimated " + estimate + ", has " + actual);
        });
  }

  @Test
  void exportsWhatItAnnounces() {
    DocumentState state = randomHistory(new Random(1)).headState();
    for (String mediaType : type().exports()) {
      assertTrue(type().export(state, mediaType).isPresent(), mediaType);
    }
    assertTrue(type().export(state, "application/x-no-such-type").isEmpty());
  }

  /** A history of submissions on random bases, by clients that each submit once. */
  private History randomHistory(Random random) {
    History history = new History(type());
    for (int client = 1; client <= HISTORY_LENGTH; client++) {
      history.submit(randomSubmission(history, random));
    }
    return history;
  }

  private Submission randomSubmission(History history, Random random) {
    int base = history.head() - random.nextInt(Math.min(history.head(), 6) + 1);
    DocumentState state = history.stateAt(base);
    Payload[] payloads = new Payload[1 + random.nextInt(3)];
    for (int i = 0; i < payloads.length; i++) {
      payloads[i] = randomOperation(state, random);
      state = state.apply(payloads[i]);
    }
    return Submissions.of(history.head() + 1L, base, payloads);
  }

  private DocumentState reopen(DocumentState state, long revision) {
    return type().open(new Snapshot(revision, type().version(), state.content()));
  }
}
