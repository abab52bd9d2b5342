package coedit.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import coedit.model.ClientId;
import coedit.model.ErrorCode;
import coedit.model.Operation;
import coedit.model.OperationName;
import coedit.model.Payload;
import coedit.model.Provenance;
import coedit.spi.LetterAlgebra.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OtStrategyTest {

  private final OtStrategy<LetterAlgebra.Put> strategy = new OtStrategy<>(new LetterAlgebra());

  @Test
  void appendsAtTheHeadInTheOrderSent() {
    Resolution.Apply apply = applied(resolve("ab", submission(1, 0, "2 c", "3 d"), List.of()));
    assertEquals(new Word("abcd"), apply.next());
    assertEquals(List.of("2 c", "3 d"), texts(apply));
  }

  @Test
  void appendsWhatTheAlgebraWritesNotWhatWasSent() {
    Resolution.Apply apply = applied(resolve("ab", submission(1, 0, "0002 c"), List.of()));
    assertEquals(List.of("2 c"), texts(apply));
  }

  @Test
  void rebasesOverTheTail() {
    // Base "ab"; the tail made it "xaby".
    List<Operation> tail = tail(2, "0 x", "3 y");
    Resolution.Apply apply = applied(resolve("xaby", submission(1, 0, "1 m"), tail));
    assertEquals(List.of("2 m"), texts(apply));
    assertEquals(new Word("xamby"), apply.next());
  }

  @Test
  void submissionIsTheLeftSideOfATie() {
    Resolution.Apply apply = applied(resolve("xab", submission(1, 0, "0 m"), tail(2, "0 x")));
    assertEquals(new Word("mxab"), apply.next());
  }

  @Test
  void rebasesEachOperationOverTheTailAsItReadsAfterTheOnesBefore() {
    // Base "ab"; the author typed m and n between a and b, others put x there and y at the end.
    List<Operation> tail = tail(2, "1 x", "3 y");
    Resolution.Apply apply = applied(resolve("axby", submission(1, 0, "1 m", "2 n"), tail));
    assertEquals(List.of("1 m", "2 n"), texts(apply));
    assertEquals(new Word("amnxby"), apply.next());
  }

  @Test
  void laterOperationMayReachIntoWhatEarlierOnesAdded() {
    Resolution.Apply apply =
        applied(
            resolve("xyz", submission(1, 0, "0 a", "1 b", "2 c"), tail(2, "0 x", "1 y", "2 z")));
    assertEquals(new Word("abcxyz"), apply.next());
  }

  @Test
  void everyOperationOfASubmissionMustFitItsOwnBase() {
    // Base "" and head "xyz": position 1 is inside the head and outside the base.
    assertRefused(
        ErrorCode.INVALID_OPERATION,
        resolve("xyz", submission(1, 0, "1 a"), tail(2, "0 x", "1 y", "2 z")));
    assertRefused(
        ErrorCode.INVALID_OPERATION,
        resolve("xyz", submission(1, 0, "0 a", "2 b"), tail(2, "0 x", "1 y", "2 z")));
  }

  @Test
  void refusesABaseOlderThanTheClientsOwnLastOperation() {
    List<Operation> tail = new ArrayList<>(tail(2, "0 x"));
    tail.add(operation(2, new OperationName(new ClientId(1), 1), "1 y"));
    assertRefused(ErrorCode.STALE_BASE, resolve("xy", submission(1, 0, "0 a"), tail));
    assertInstanceOf(Resolution.Apply.class, resolve("xy", submission(3, 0, "0 a"), tail));
  }

  @Test
  void refusesTheWholeSubmissionWhenOneOperationIsRefused() {
    assertRefused(
        ErrorCode.INVALID_OPERATION, resolve("ab", submission(1, 0, "0 x", "?"), List.of()));
    assertRefused(
        ErrorCode.INVALID_OPERATION, resolve("ab", submission(1, 0, "0 x", "4 y"), List.of()));
    assertRefused(
        ErrorCode.INVALID_OPERATION, resolve("zab", submission(1, 0, "0 x", "?"), tail(2, "0 z")));
  }

  @Test
  void refusalKeepsTheCodeOfTheAlgebra() {
    Word full = new Word("abcdefghijklmnopqrst");
    assertRefused(ErrorCode.TOO_LARGE, strategy.resolve(full, submission(1, 0, "0 x"), List.of()));
    assertRefused(
        ErrorCode.TOO_LARGE, strategy.resolve(full, submission(1, 0, "0 x"), tail(2, "0 a")));
  }

  @Test
  void submissionWithoutOperationsCannotBeMade() {
    OperationName name = new OperationName(new ClientId(1), 1);
    assertThrows(IllegalArgumentException.class, () -> new Submission(name, "user", 0, List.of()));
  }

  private Resolution resolve(String head, Submission submission, List<Operation> tail) {
    return strategy.resolve(new Word(head), submission, tail);
  }

  private static Submission submission(long client, long base, String... operations) {
    OperationName first = new OperationName(new ClientId(client), 1);
    return new Submission(first, "user", base, Stream.of(operations).map(Payload::ofUtf8).toList());
  }

  /** Operations by one client, from revision 1. */
  private static List<Operation> tail(long client, String... operations) {
    List<Operation> tail = new ArrayList<>();
    for (String operation : operations) {
      long revision = tail.size() + 1L;
      tail.add(operation(revision, new OperationName(new ClientId(client), revision), operation));
    }
    return tail;
  }

  private static Operation operation(long revision, OperationName name, String operation) {
    Provenance provenance = new Provenance(1, 0, 1, 0);
    return new Operation(
        revision, name, "user", revision - 1, provenance, Payload.ofUtf8(operation));
  }

  private static Resolution.Apply applied(Resolution resolution) {
    return assertInstanceOf(Resolution.Apply.class, resolution, resolution::toString);
  }

  private static List<String> texts(Resolution.Apply apply) {
    return apply.payloads().stream().map(Payload::utf8).toList();
  }

  private static void assertRefused(ErrorCode code, Resolution resolution) {
    assertEquals(
        code, assertInstanceOf(Resolution.Refuse.class, resolution, resolution::toString).code());
  }
}
