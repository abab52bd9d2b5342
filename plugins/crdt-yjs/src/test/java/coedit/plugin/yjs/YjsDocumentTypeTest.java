package coedit.plugin.yjs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import coedit.model.ErrorCode;
import coedit.model.Payload;
import coedit.plugin.yjs.encoding.ByteReader;
import coedit.plugin.yjs.encoding.ByteWriter;
import coedit.spi.DocumentState;
import coedit.spi.DocumentType;
import coedit.spi.RefusedException;
import coedit.spi.Resolution;
import coedit.spi.Submission;
import coedit.spi.SyncedState;
import coedit.testkit.DocumentTypeContract;
import coedit.testkit.Submissions;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class YjsDocumentTypeTest extends DocumentTypeContract {

  private static final Payload NOTHING = Payload.wrap(new byte[0]);

  /** Client 1 types "ab" into root t. */
  private static final Payload AB = hex("0101010004010174026162" + "00");

  /** Client 1 goes on with "c". */
  private static final Payload C = hex("010101028401010163" + "00");

  /** Client 2 types "x" behind client 1's "c". */
  private static final Payload X = hex("010102008401020178" + "00");

  /** Deletes client 1's "b". */
  private static final Payload DELETE_B = hex("00" + "0101010101");

  @Override
  protected DocumentType type() {
    return new YjsDocumentType();
  }

  /** Text of a client that was never seen, somewhere or behind something known; and a deletion. */
  @Override
  protected Payload randomOperation(DocumentState state, Random random) {
    ByteReader version = new ByteReader(((SyncedState) state).version().unsafeBytes());
    int clients = (int) version.readVarUint();
    long known = 0;
    int clock = 0;
    for (int i = clients == 0 ? 0 : 1 + random.nextInt(clients); i > 0; i--) {
      known = version.readVarUint();
      clock = random.nextInt((int) version.readVarUint());
    }
    ByteWriter out = new ByteWriter();
    out.writeVarUint(1);
    out.writeVarUint(1);
    out.writeVarUint(random.nextLong() & ByteReader.MAX_SAFE_INTEGER);
    out.writeVarUint(0);
    if (clients > 0 && random.nextInt(3) > 0) {
      out.writeByte(0x84);
      out.writeVarUint(known);
      out.writeVarUint(clock);
    } else {
      out.writeByte(0x04);
      out.writeByte(1);
      out.writeString("root" + random.nextInt(3));
    }
    out.writeString("text ".substring(random.nextInt(5)));
    boolean deletes = clients > 0 && random.nextInt(3) == 0;
    out.writeVarUint(deletes ? 1 : 0);
    if (deletes) {
      out.writeVarUint(known);
      out.writeVarUint(1);
      out.writeVarUint(clock);
      out.writeVarUint(1);
    }
    return Payload.wrap(out.toBytes());
  }

  @Override
  protected List<Payload> malformedOperations() {
    return List.of(
        Payload.ofUtf8("{}"),
        hex("00"),
        hex("000000"),
        hex("ffffffff0f"),
        hex("01ffffffff0f0100"),
        hex("010101000b01017400"),
        hex("0101010084010000"),
        hex("020101000401017401610101010104010174016100"));
  }

  @Override
  protected List<Payload> malformedContents() {
    return List.of(Payload.ofUtf8("not an update"), hex("0101"), hex(""));
  }

  @Test
  void newUpdatesAreAppendedAsTheBytesTheyCameIn() {
    Resolution.Apply apply = applied(type().empty(), AB, C);
    assertSame(AB, apply.payloads().get(0));
    assertSame(C, apply.payloads().get(1));
    assertEquals(hex("01010100040101740361626300"), apply.next().content());
    assertEquals(hex("010103"), ((SyncedState) apply.next()).version());
  }

  @Test
  void whatIsKnownAlreadyBringsNothing() {
    DocumentState state = applied(type().empty(), AB, C, DELETE_B).next();
    assertInstanceOf(Resolution.NoChange.class, resolve(state, AB, C, DELETE_B));
    Resolution.Apply apply = applied(state, C, X, DELETE_B);
    assertEquals(List.of(NOTHING, X, NOTHING), apply.payloads());
  }

  @Test
  void whatIsPartlyKnownIsAppendedWithoutThatPart() {
    DocumentState state = applied(type().empty(), AB, DELETE_B).next();
    Payload whole = hex("0101010004010174036162630101010003");
    Payload expected = hex("0101010284010101630101020001" + "0201");
    assertEquals(List.of(expected), applied(state, whole).payloads());
  }

  @Test
  void whatHasAGapIsAppendedAndWaitsOutsideTheVersion() {
    Resolution.Apply gap = applied(type().empty(), X, C);
    assertEquals(List.of(X, C), gap.payloads());
    assertEquals(hex("00"), ((SyncedState) gap.next()).version());
    assertInstanceOf(Resolution.NoChange.class, resolve(gap.next(), C));
    DocumentState closed = applied(gap.next(), AB).next();
    assertEquals(hex("0202010103"), ((SyncedState) closed).version());
    assertEquals(applied(type().empty(), AB, C, X).next().content(), closed.content());
  }

  @Test
  void contentOfDeletedTextIsDropped() {
    DocumentState state = applied(type().empty(), AB, C, DELETE_B).next();
    Payload expected = hex("01030100" + "0401017401618101000184010101630101010101");
    assertEquals(expected, state.content());
  }

  @Test
  void answersAVersionWithWhatItLacks() {
    SyncedState state = (SyncedState) applied(type().empty(), AB, C, X).next();
    assertEquals(state.content(), state.since(hex("00")));
    assertEquals(hex("0201020084010201780101028401010163" + "00"), state.since(hex("010102")));
    assertEquals(hex("0000"), state.since(state.version()));
    assertThrows(RefusedException.class, () -> state.since(hex("05")));
  }

  @Test
  void refusesMoreThanTheLimits() {
    assertEquals(ErrorCode.TOO_LARGE, refusal(new YjsLimits(30, 10, 100, 10), AB, C, X, DELETE_B));
    assertEquals(ErrorCode.TOO_LARGE, refusal(new YjsLimits(1000, 1, 100, 10), AB, C, X));
    assertEquals(ErrorCode.RESYNC, refusal(new YjsLimits(1000, 10, 8, 10), X));
    assertEquals(ErrorCode.RESYNC, refusal(new YjsLimits(1000, 10, 100, 1), X, C));
  }

  @Test
  void aFullDocumentTakesDeletions() {
    YjsStrategy strategy = new YjsStrategy(new YjsLimits(20, 10, 100, 10));
    DocumentState full = applied(YjsState.EMPTY, AB, C).next();
    assertInstanceOf(
        Resolution.Apply.class, strategy.resolve(full, Submissions.of(1, 0, DELETE_B), List.of()));
    assertInstanceOf(
        Resolution.Refuse.class, strategy.resolve(full, Submissions.of(1, 0, X), List.of()));
  }

  /** What is typed and deleted again may be many times what a document may hold. */
  @Test
  void deletedTextDoesNotFillADocument() {
    YjsStrategy strategy = new YjsStrategy(new YjsLimits(60, 10, 100, 10));
    DocumentState state = YjsState.EMPTY;
    for (int clock = 0; clock < 100; clock++) {
      ByteWriter typed = new ByteWriter();
      typed.writeBytes(new byte[] {1, 1, 1}, 0, 3);
      typed.writeVarUint(clock);
      if (clock == 0) {
        typed.writeBytes(new byte[] {4, 1, 1, 't', 1, 'x', 0}, 0, 7);
      } else {
        typed.writeBytes(new byte[] {(byte) 0x84, 1, (byte) (clock - 1), 1, 'x', 0}, 0, 6);
      }
      ByteWriter deleted = new ByteWriter();
      deleted.writeBytes(new byte[] {0, 1, 1, 1}, 0, 4);
      deleted.writeVarUint(clock);
      deleted.writeByte(1);
      for (ByteWriter update : List.of(typed, deleted)) {
        Submission submission = Submissions.of(1, 0, Payload.wrap(update.toBytes()));
        Resolution resolution = strategy.resolve(state, submission, List.of());
        state = assertInstanceOf(Resolution.Apply.class, resolution, "clock " + clock).next();
      }
    }
    assertEquals(hex("01010100" + "0101017464" + "0101010064"), state.content());
  }

  /** What waits has no age, and all share the room for it; an edit without a gap needs none. */
  @Test
  void whoFillsTheRoomForWhatWaitsKeepsNobodyFromEditing() {
    YjsStrategy strategy = new YjsStrategy(new YjsLimits(1_000, 100, 40, 3));
    DocumentState state = applied(YjsState.EMPTY, AB).next();
    for (int hostile = 3; hostile < 6; hostile++) {
      Payload waits = hex("01010" + hostile + "008463" + "01" + "0178" + "00");
      state = assertInstanceOf(Resolution.Apply.class, resolve(strategy, state, waits)).next();
    }
    assertEquals(
        ErrorCode.RESYNC,
        assertInstanceOf(Resolution.Refuse.class, resolve(strategy, state, X)).code(),
        "a gap: who sent it syncs again, and sends what is missing too");
    Payload all = hex("02" + "0102008401020178" + "01010284010101" + "63" + "00");
    state = assertInstanceOf(Resolution.Apply.class, resolve(strategy, state, all)).next();
    state = assertInstanceOf(Resolution.Apply.class, resolve(strategy, state, DELETE_B)).next();
    assertEquals(hex("0202010103"), ((SyncedState) state).version());
  }

  private static Resolution resolve(YjsStrategy strategy, DocumentState state, Payload payload) {
    return strategy.resolve(state, Submissions.of(1, 0, payload), List.of());
  }

  private static ErrorCode refusal(YjsLimits limits, Payload... payloads) {
    Resolution resolution =
        new YjsStrategy(limits).resolve(YjsState.EMPTY, Submissions.of(1, 0, payloads), List.of());
    return assertInstanceOf(Resolution.Refuse.class, resolution).code();
  }

  private Resolution.Apply applied(DocumentState state, Payload... payloads) {
    return assertInstanceOf(Resolution.Apply.class, resolve(state, payloads));
  }

  private Resolution resolve(DocumentState state, Payload... payloads) {
    return type().strategy().resolve(state, Submissions.of(1, 0, payloads), List.of());
  }

  private static Payload hex(String hex) {
    return Payload.wrap(HexFormat.of().parseHex(hex));
  }
}
