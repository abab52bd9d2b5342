package coedit.plugin.yjs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coedit.model.ErrorCode;
import coedit.model.Payload;
import coedit.plugin.yjs.encoding.ByteWriter;
import coedit.plugin.yjs.export.Exports;
import coedit.plugin.yjs.update.Updates;
import coedit.spi.DocumentState;
import coedit.spi.Resolution;
import coedit.testkit.Seeds;
import coedit.testkit.Submissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is accepted can be opened, exported and merged, whatever somebody sent before. */
class AcceptedUpdatesTest {

  private static final int UPDATES = 60;

  private final YjsDocumentType type = new YjsDocumentType();

  @Test
  void whatIsAcceptedCanBeOpenedExportedAndMerged() {
    int[] outcomes = new int[2];
    Seeds.forEach(
        "whatIsAcceptedCanBeOpenedExportedAndMerged",
        random -> {
          HostileUpdates peer = new HostileUpdates(random);
          DocumentState state = type.empty();
          List<Payload> log = new ArrayList<>();
          for (int i = 0; i < UPDATES; i++) {
            if (resolve(state, peer.next()) instanceof Resolution.Apply apply) {
              state = apply.next();
              log.addAll(apply.payloads());
              outcomes[0]++;
            } else {
              outcomes[1]++;
            }
          }
          checkWhole(state, log);
        });
    System.out.println(outcomes[0] + " updates accepted, " + outcomes[1] + " not");
    assertTrue(outcomes[0] > 0);
  }

  private void checkWhole(DocumentState state, List<Payload> log) {
    DocumentState replayed = type.empty();
    for (Payload update : log) {
      replayed = replayed.apply(update);
    }
    assertEquals(state.content(), replayed.content());
    assertEquals(state.content(), YjsState.open(state.content()).content());
    byte[] merged = Updates.merge(log.stream().map(Payload::unsafeBytes).toList());
    YjsState other = YjsState.EMPTY.apply(Payload.wrap(merged));
    assertEquals(state.content(), other.content());
    for (String form : Exports.mediaTypes()) {
      for (String root : List.of("", ";root=b")) {
        assertTrue(type.export(state, form + root).isPresent(), form + root);
      }
    }
  }

  @Test
  void moreClocksThanAnOpenDocumentNumbersAreRefused() {
    DocumentState full = accepted(type.empty(), collected(1, Integer.MAX_VALUE));
    assertEquals(ErrorCode.TOO_LARGE, refusal(full, collected(2, 1)));
    assertTrue(type.export(full, Exports.TEXT).isPresent());
    DocumentState nearlyFull = accepted(type.empty(), collected(1, Integer.MAX_VALUE - 4_096));
    assertEquals(ErrorCode.TOO_LARGE, refusal(nearlyFull, collected(2, 4_097)));
    assertTrue(type.export(accepted(nearlyFull, collected(2, 4_096)), Exports.TEXT).isPresent());
  }

  @Test
  void moreDeletionsOfWhatIsNotThereThanAnOpenDocumentKeepsAreRefused() {
    int most = 1 << 15;
    assertEquals(ErrorCode.RESYNC, refusal(type.empty(), deletions(7, most + 1)));
    DocumentState full = accepted(type.empty(), deletions(7, most));
    assertTrue(type.export(full, Exports.TEXT).isPresent());
    assertEquals(ErrorCode.RESYNC, refusal(full, deletions(8, 1)));
    DocumentState come = accepted(full, collected(7, 3));
    assertTrue(type.export(accepted(come, deletions(8, 2)), Exports.TEXT).isPresent());
  }

  /**
   * Two people, of whom one writes behind the other's text and then, as if not having seen it, at
   * the same place as it: each of these structs is compared with all of that text.
   */
  @Test
  void whatTakesManyComparisonsToPlaceCanBeExported() {
    int pieces = 3_000;
    ByteWriter chain = new ByteWriter();
    chain.writeVarUint(1);
    chain.writeVarUint(pieces);
    chain.writeVarUint(1);
    chain.writeVarUint(0);
    for (int clock = 0; clock < pieces; clock++) {
      embed(chain, 1, clock - 1);
    }
    chain.writeVarUint(0);
    ByteWriter others = new ByteWriter();
    others.writeVarUint(1);
    others.writeVarUint(pieces);
    others.writeVarUint(9);
    others.writeVarUint(0);
    embed(others, 1, pieces - 1);
    for (int clock = 1; clock < pieces; clock++) {
      embed(others, 9, -1);
    }
    others.writeVarUint(0);
    DocumentState state = accepted(type.empty(), Payload.wrap(chain.toBytes()));
    state = accepted(state, Payload.wrap(others.toBytes()));
    String delta = type.export(state, Exports.DELTA).orElseThrow().utf8();
    assertEquals(2 * pieces, delta.split("insert", -1).length - 1);
  }

  /** An embed behind another, or at the beginning. */
  private static void embed(ByteWriter out, long client, int behind) {
    out.writeByte(behind < 0 ? 5 : 0x85);
    if (behind < 0) {
      out.writeVarUint(1);
      out.writeString("t");
    } else {
      out.writeVarUint(client);
      out.writeVarUint(behind);
    }
    out.writeString("{}");
  }

  private DocumentState accepted(DocumentState state, Payload update) {
    return assertInstanceOf(Resolution.Apply.class, resolve(state, update)).next();
  }

  private ErrorCode refusal(DocumentState state, Payload update) {
    return assertInstanceOf(Resolution.Refuse.class, resolve(state, update)).code();
  }

  private Resolution resolve(DocumentState state, Payload update) {
    return type.strategy().resolve(state, Submissions.of(1, 0, update), List.of());
  }

  /** One struct of clocks from 0 that were collected. */
  private static Payload collected(long client, int length) {
    ByteWriter out = new ByteWriter();
    out.writeVarUint(1);
    out.writeVarUint(1);
    out.writeVarUint(client);
    out.writeVarUint(0);
    out.writeByte(0);
    out.writeVarUint(length);
    out.writeVarUint(0);
    return Payload.wrap(out.toBytes());
  }

  /** Every other clock from 0 is deleted. */
  private static Payload deletions(long client, int ranges) {
    ByteWriter out = new ByteWriter();
    out.writeVarUint(0);
    out.writeVarUint(1);
    out.writeVarUint(client);
    out.writeVarUint(ranges);
    for (int range = 0; range < ranges; range++) {
      out.writeVarUint(2L * range);
      out.writeVarUint(1);
    }
    return Payload.wrap(out.toBytes());
  }
}
