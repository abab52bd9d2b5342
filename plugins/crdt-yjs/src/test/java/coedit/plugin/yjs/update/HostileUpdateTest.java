package coedit.plugin.yjs.update;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coedit.plugin.yjs.encoding.ByteWriter;
import coedit.plugin.yjs.encoding.MalformedUpdateException;
import coedit.plugin.yjs.update.UpdateStore.Reception;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Updates that nobody's editor writes: refused, at a price that their bytes bound. */
class HostileUpdateTest {

  /** Blocks, structs, ranges, elements, text: counts that the bytes cannot hold. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "ffffffff0f",
        "01ffffffff0f0100",
        "00ffffffff0f",
        "000101ffffffff0f",
        "01010100080101" + "74" + "ffffffff0f",
        "01010100020101" + "74" + "ffffffff0f",
        "01010100040101" + "74" + "ffffffff0f",
        "0101010004" + "01ffffffff0f",
        "01010100080101" + "74" + "01" + "75ffffffff0f",
        "01010100080101" + "74" + "01" + "76ffffffff0f"
      })
  void refusesCountsBeyondTheBytesLeft(String hex) {
    refuse(hex);
    byte[] update = YjsReference.bytes(hex);
    long start = System.nanoTime();
    for (int i = 0; i < 20_000; i++) {
      assertThrows(MalformedUpdateException.class, () -> UpdateScan.of(update, Known.NOTHING));
    }
    long each = (System.nanoTime() - start) / 20_000;
    assertTrue(each < 100_000, () -> each + " ns for " + hex);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // No kind 11; collected and skipped structs have no other bits; no types 7 and up.
        "010101000b010174" + "0100" + "00",
        "0101010080" + "0100" + "00",
        "010101008a" + "0100" + "00",
        "0101010007010174" + "07" + "00",
        // Empty structs and ranges.
        "010101000000" + "00",
        "0101010004010174" + "00" + "00",
        "0101010001010174" + "00" + "00",
        "0001010100" + "00",
        "00" + "0101" + "01" + "0500",
        // A struct that refers to itself or a later one of its client.
        "010101008401000161" + "00",
        "010101004401050161" + "00",
        "0101010004" + "000100" + "0161" + "00",
        // Clocks beyond 31 bits.
        "010101ffffffff07" + "040101740161" + "00",
        "01010100" + "00ffffffff0f" + "00",
        "0102010000ffffffff0700ffffffff07" + "00",
        "00" + "010101ffffffff07ffffffff07",
        // Two blocks of one client, in and out of order.
        "02010100000101010101" + "000100",
        "03010100000101020000010101010001" + "00",
        // A parent that is neither root nor item; options that are no object.
        "0101010004" + "02017401" + "61" + "00",
        "0101010009010174" + "0167" + "7e" + "00",
        // What Yjs parses as JSON and is none; text that is not UTF-8.
        "0101010005010174" + "017b" + "00",
        "0101010006010174" + "0162" + "0474727566" + "00",
        "0101010002010174" + "01" + "0275" + "6e" + "00",
        "0101010004010174" + "01ff" + "00",
        // Something after the end.
        "000000"
      })
  void refusesWhatBreaksReplicas(String hex) {
    refuse(hex);
  }

  @Test
  void keyBitWithAnOriginBringsNoKey() {
    byte[] update =
        YjsReference.bytes("01020100" + "2401017401" + "6b0161" + "a4010001" + "62" + "00");
    UpdateStore store = UpdateStore.of(List.of(update));
    assertEquals("010102", YjsReference.hex(store.stateVector()));
    assertEquals("010101002401017401" + "6b" + "026162" + "00", YjsReference.hex(store.content()));
  }

  @Test
  void skipsAreGapsAndNothingElse() {
    byte[] update =
        YjsReference.bytes("01030100" + "0401017401" + "61" + "0a02" + "84010001" + "62" + "00");
    UpdateStore store = UpdateStore.of(List.of(update));
    assertEquals("010101", YjsReference.hex(store.stateVector()));
    assertEquals(1, store.waitingStructs());
    assertArrayEquals(update, store.content());
    assertInstanceOf(Reception.Nothing.class, store.receive(update));
  }

  /** Structs that wait for each other wait for ever; they cost their bytes and no more. */
  @Test
  void circlesWait() {
    byte[] one = YjsReference.bytes("01010100" + "84020001" + "61" + "00");
    byte[] two = YjsReference.bytes("01010200" + "84010001" + "62" + "00");
    UpdateStore store = UpdateStore.of(List.of(one, two));
    assertEquals("00", YjsReference.hex(store.stateVector()));
    assertEquals(2, store.waitingStructs());
    assertEquals("00", YjsReference.hex(UpdateStore.of(store.content()).stateVector()));
  }

  /** Each of many structs waits for another line: what is woken is woken once per reference. */
  @Test
  void tangledReferencesCostNoMoreThanTheirNumber() {
    int lines = 300;
    int each = 150;
    ByteWriter out = new ByteWriter();
    out.writeVarUint(lines);
    for (int line = lines; line > 0; line--) {
      out.writeVarUint(each);
      out.writeVarUint(line);
      out.writeVarUint(0);
      for (int clock = 0; clock < each; clock++) {
        if (line == 1 && clock == 0) {
          out.writeByte(0x04);
          out.writeByte(1);
          out.writeString("t");
        } else {
          out.writeByte(0x84);
          out.writeVarUint(line == 1 ? lines : line - 1);
          out.writeVarUint(line == 1 ? clock - 1 : clock);
        }
        out.writeString("x");
      }
    }
    out.writeVarUint(0);
    UpdateStore store = UpdateStore.of(List.of(out.toBytes()));
    assertEquals(0, store.waitingStructs());
    StateVector vector = StateVector.read(store.stateVector());
    assertEquals(each, vector.clock(lines));
  }

  /** Very many blocks, and deletions, each of another client, in the worst of orders. */
  @Test
  void manyClientsCostNoMoreThanTheirNumber() {
    int clients = 50_000;
    ByteWriter out = new ByteWriter();
    out.writeVarUint(clients);
    for (int i = 0; i < clients; i++) {
      out.writeVarUint(1);
      out.writeVarUint((i * 7919L) % clients);
      out.writeVarUint(0);
      out.writeByte(Struct.GC);
      out.writeVarUint(1);
    }
    out.writeVarUint(clients);
    for (int i = 0; i < clients; i++) {
      out.writeVarUint((i * 7919L) % clients + clients);
      out.writeVarUint(1);
      out.writeVarUint(i);
      out.writeVarUint(1);
    }
    long start = System.nanoTime();
    UpdateStore store = UpdateStore.of(List.of(out.toBytes()));
    long millis = (System.nanoTime() - start) / 1_000_000;
    assertEquals(2 * clients, store.clients());
    assertTrue(millis < 8_000, () -> millis + " ms");
    assertArrayEquals(store.stateVector(), UpdateStore.of(store.content()).stateVector());
  }

  /** A delete set that names one client again and again. */
  @Test
  void repeatedClientsOfADeleteSetCostNoMoreThanTheirNumber() {
    int times = 40_000;
    int each = 6;
    ByteWriter out = new ByteWriter();
    out.writeVarUint(0);
    out.writeVarUint(times);
    for (int i = 0; i < times; i++) {
      out.writeVarUint(7);
      out.writeVarUint(each);
      for (int range = 0; range < each; range++) {
        out.writeVarUint(2L * (i * each + range));
        out.writeVarUint(1);
      }
    }
    long start = System.nanoTime();
    UpdateStore store = UpdateStore.of(List.of(out.toBytes()));
    long millis = (System.nanoTime() - start) / 1_000_000;
    assertTrue(millis < 8_000, () -> millis + " ms");
    assertArrayEquals(store.content(), UpdateStore.of(store.content()).content());
  }

  @Test
  void whatIsKnownFollowsFromWhatIsLogged() {
    byte[] typed = YjsReference.bytes("01010100" + "040101740568656c6c6f" + "00");
    byte[] saysDeleted = YjsReference.bytes("01010100" + "0101017406" + "00");
    UpdateStore store = UpdateStore.of(List.of(typed));
    Reception.News news = (Reception.News) store.receive(saysDeleted);
    UpdateStore replayed = UpdateStore.of(List.of(typed, news.update()));
    assertArrayEquals(replayed.content(), news.next().content());
    assertArrayEquals(replayed.stateVector(), news.next().stateVector());
  }

  @Test
  void damagedUpdatesAreReadOrRefused() {
    Random random = new Random(5);
    byte[] whole =
        YjsReference.bytes(
            "0103ffe7c0fb81200006010174046c696e6b0c7b2268726566223a2268227d84ffe7c0fb81200006e6bca2"
                + "e5ad9786ffe7c0fb812002046c696e6b046e756c6c01ffe7c0fb8120010101");
    for (int round = 0; round < 50_000; round++) {
      byte[] damaged = whole.clone();
      for (int i = random.nextInt(4); i >= 0; i--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      try {
        UpdateStore store = UpdateStore.of(List.of(damaged));
        assertArrayEquals(store.content(), UpdateStore.of(store.content()).content());
      } catch (MalformedUpdateException refused) {
        assertTrue(refused.position() <= damaged.length);
      }
    }
  }

  private static void refuse(String hex) {
    byte[] update = YjsReference.bytes(hex);
    assertThrows(MalformedUpdateException.class, () -> UpdateScan.of(update, Known.NOTHING), hex);
    assertThrows(MalformedUpdateException.class, () -> Updates.merge(List.of(update)), hex);
  }
}
