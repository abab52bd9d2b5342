package coedit.plugin.yjs.open;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coedit.plugin.yjs.encoding.ByteWriter;
import coedit.plugin.yjs.encoding.MalformedUpdateException;
import coedit.plugin.yjs.export.Exports;
import coedit.plugin.yjs.open.OpenOracle.History;
import coedit.plugin.yjs.read.Contents;
import coedit.plugin.yjs.read.Json;
import coedit.testkit.Seeds;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Whatever arrives, a document stays whole, and nobody makes it large with little. */
class HostileUpdatesTest {

  private static final int ROUNDS = 10;

  @Test
  void aDamagedUpdateIsRefusedOrLeavesADocumentThatHoldsTogether()
      throws IOException, InterruptedException {
    OpenOracle oracle = new OpenOracle();
    AtomicInteger refused = new AtomicInteger();
    Seeds.forEach(
        "aDamagedUpdateIsRefusedOrLeavesADocumentThatHoldsTogether",
        ROUNDS,
        seed -> refused.addAndGet(damage(oracle, seed)));
    oracle.close();
    assertTrue(refused.get() > 0);
  }

  private static int damage(OpenOracle oracle, long seed) {
    int refused = 0;
    History history = oracle.history(seed, true, "merged");
    Random random = new Random(seed);
    OpenDocument document = new OpenDocument();
    for (byte[] update : history.updates()) {
      for (int i = 0; i < 10; i++) {
        refused += applyDamaged(document, damaged(random, update)) ? 0 : 1;
      }
      document.apply(update);
      document.checkInvariants();
    }
    for (String form : Exports.mediaTypes()) {
      Exports.export(document, form, Optional.of("xml"));
    }
    OpenDocument copy = new OpenDocument();
    copy.apply(document.encodeState());
    copy.checkInvariants();
    return refused;
  }

  private static boolean applyDamaged(OpenDocument document, byte[] damaged) {
    byte[] before = document.encodeState();
    try {
      document.apply(damaged);
      document.checkInvariants();
      return true;
    } catch (MalformedUpdateException refusal) {
      assertArrayEquals(before, document.encodeState());
      return false;
    } catch (CapacityException tooMuch) {
      document.checkInvariants();
      return false;
    }
  }

  private static byte[] damaged(Random random, byte[] update) {
    byte[] damaged = update.clone();
    for (int n = 1 + random.nextInt(2); n > 0; n--) {
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(random.nextInt(256) + 1);
    }
    return damaged;
  }

  /** Structs of client 1 from clock 0, each a char at the start of root "t". */
  private static byte[] update(long client, int clock, String text) {
    ByteWriter out = new ByteWriter();
    out.writeVarUint(1);
    out.writeVarUint(1);
    out.writeVarUint(client);
    out.writeVarUint(clock);
    out.writeByte(4);
    out.writeVarUint(1);
    out.writeString("t");
    out.writeString(text);
    out.writeVarUint(0);
    return out.toBytes();
  }

  @Test
  void fewBytesThatStandForManyClocksTakeLittleMemory() {
    ByteWriter out = new ByteWriter();
    out.writeVarUint(1);
    out.writeVarUint(1);
    out.writeVarUint(5);
    out.writeVarUint(0);
    out.writeByte(0);
    out.writeVarUint(Integer.MAX_VALUE);
    out.writeVarUint(0);
    OpenDocument document = new OpenDocument();
    document.apply(out.toBytes());
    document.checkInvariants();
    assertTrue(document.residentBytes() < 10_000_000, document.residentBytes() + " bytes");
    assertThrows(CapacityException.class, () -> document.apply(update(6, 0, "a")));
    document.checkInvariants();
  }

  @Test
  void manyClientsAtOnePlaceAreRefusedBeforeTheyTakeLong() {
    OpenDocument document = new OpenDocument(true, new Limits(100_000, 1000, 1000, 10_000));
    for (int client = 1; client <= 500; client++) {
      document.apply(update(client, 0, "a"));
    }
    int structs = 100;
    ByteWriter out = new ByteWriter();
    out.writeVarUint(1);
    out.writeVarUint(structs);
    out.writeVarUint(1000);
    out.writeVarUint(0);
    for (int i = 0; i < structs; i++) {
      byte[] one = update(1, 0, "b");
      out.writeBytes(one, 4, one.length - 1);
    }
    out.writeVarUint(0);
    assertThrows(CapacityException.class, () -> document.apply(out.toBytes()));
    document.checkInvariants();
    document.apply(update(2000, 0, "c"));
    document.checkInvariants();
  }

  @Test
  void whatWaitsForOthersIsBounded() {
    OpenDocument document = new OpenDocument(true, new Limits(10, 100, 10, 1000));
    assertThrows(
        CapacityException.class,
        () -> {
          for (int clock = 1; clock < 100; clock++) {
            document.apply(update(1, clock, "a"));
          }
        });
    document.checkInvariants();
    document.apply(update(1, 0, "a"));
    assertFalse(Contents.text(document.root("t")).isEmpty());
  }

  @Test
  void whatWaitsForOthersIsPartOfTheStateAndComesWhenTheyCome() {
    OpenDocument document = new OpenDocument();
    document.apply(update(1, 1, "b"));
    assertTrue(document.hasPending());
    assertEquals("", Contents.text(document.root("t")));
    OpenDocument copy = new OpenDocument();
    copy.apply(document.encodeState());
    assertTrue(copy.hasPending());
    copy.apply(update(1, 0, "a"));
    assertFalse(copy.hasPending());
    assertEquals(2, copy.root("t").length());
  }

  @Test
  void moreClientsThanAllowedAreRefused() {
    OpenDocument document = new OpenDocument(true, new Limits(2, 100, 10, 1000));
    document.apply(update(1, 0, "a"));
    document.apply(update(2, 0, "a"));
    assertThrows(CapacityException.class, () -> document.apply(update(3, 0, "a")));
    document.checkInvariants();
  }

  /**
   * One array of many values that somebody else's insertions cut from behind: each cut looks for a
   * place far from the array's beginning.
   */
  @Test
  void aLongArrayThatIsCutFromBehindCostsNoSquare() {
    int values = 1_000_000;
    int cuts = 4_000;
    ByteWriter array = new ByteWriter();
    array.writeVarUint(1);
    array.writeVarUint(1);
    array.writeVarUint(1);
    array.writeVarUint(0);
    array.writeByte(8);
    array.writeByte(1);
    array.writeString("a");
    array.writeVarUint(values);
    for (int i = 0; i < values; i++) {
      array.writeByte(120 + i % 2);
    }
    array.writeVarUint(0);
    ByteWriter inserts = new ByteWriter();
    inserts.writeVarUint(1);
    inserts.writeVarUint(cuts);
    inserts.writeVarUint(2);
    inserts.writeVarUint(0);
    for (int i = 1; i <= cuts; i++) {
      inserts.writeByte(0xc8); // between two values
      inserts.writeVarUint(1);
      inserts.writeVarUint(values - 2L * i);
      inserts.writeVarUint(1);
      inserts.writeVarUint(values - 2L * i + 1);
      inserts.writeVarUint(1);
      inserts.writeByte(126);
    }
    inserts.writeVarUint(0);
    OpenDocument document = new OpenDocument();
    document.apply(array.toBytes());
    assertTimeout(Duration.ofSeconds(2), () -> document.apply(inserts.toBytes()));
    assertEquals(values + cuts, document.root("a").length());
    document.checkInvariants();
    String json = Json.of(document.root("a"), SharedType.Kind.ARRAY);
    assertTrue(
        json.endsWith("true,null,false,true,null,false]"), json.substring(json.length() - 99));
    OpenDocument copy = new OpenDocument();
    copy.apply(document.encodeState());
    assertEquals(json, Json.of(copy.root("a"), SharedType.Kind.ARRAY));
  }
}
