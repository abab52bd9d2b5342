package coedit.plugin.yjs.update;

import static org.junit.jupiter.api.Assertions.assertTrue;

import coedit.plugin.yjs.encoding.ByteWriter;
import coedit.plugin.yjs.encoding.MalformedUpdateException;
import coedit.spi.RefusedException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * There is no clock that would stop the reading of an update: its time is bounded by its bytes.
 * Messages of the largest size a server takes, of the shapes that cost most for a byte.
 */
class LargestMessagesTest {

  private static final int BYTES = 1 << 20;
  private static final int CLIENTS = 100_000;

  /** Usually below 200; the machine may be busy. */
  private static final long MOST_MILLIS = 5_000;

  @Test
  void whateverTheyHoldTheyAreReadSoon() {
    UpdateStore busy = UpdateStore.of(clients(1, BYTES));
    shapes()
        .forEach(
            (shape, update) -> {
              long alone = millis(UpdateStore.empty(), update);
              long beside = millis(busy, update);
              System.out.println(
                  shape + ": " + update.length + " bytes, " + alone + " and " + beside + " ms");
              assertTrue(Math.max(alone, beside) < MOST_MILLIS, shape);
            });
  }

  private static long millis(UpdateStore store, byte[] update) {
    long start = System.nanoTime();
    try {
      if (store.receive(update, CLIENTS) instanceof UpdateStore.Reception.News news) {
        news.next().content();
      }
    } catch (MalformedUpdateException | RefusedException refused) {
      // It has cost what it has cost.
    }
    return (System.nanoTime() - start) / 1_000_000;
  }

  private static Map<String, byte[]> shapes() {
    Map<String, byte[]> shapes = new LinkedHashMap<>();
    shapes.put("collected structs", structs(BYTES / 2, out -> bytes(out, Struct.GC, 1)));
    shapes.put("skips", structs(BYTES / 2, out -> bytes(out, Struct.SKIP, 1)));
    shapes.put("letters behind letters", structs(BYTES / 6, LargestMessagesTest::letter));
    shapes.put("letters in roots", structs(BYTES / 6, out -> bytes(out, 4, 1, 1, 'r', 1, 'x')));
    shapes.put("nested values", structs(BYTES / 66, LargestMessagesTest::nested));
    shapes.put("formats", structs(BYTES / 26, LargestMessagesTest::format));
    shapes.put("gaps of many clients", waiting(BYTES / 12));
    shapes.put("clients", clients(1 << 20, BYTES));
    shapes.put("deletions", deletions(BYTES / 4));
    return shapes;
  }

  private static void bytes(ByteWriter out, int... values) {
    for (int value : values) {
      out.writeByte(value);
    }
  }

  /** Behind the first of client 9, which is not there. */
  private static void letter(ByteWriter out) {
    bytes(out, 0x84, 9, 0, 2, 'x', 'y');
  }

  private static void nested(ByteWriter out) {
    bytes(out, 0x88, 9, 0, 1);
    for (int depth = 0; depth < 30; depth++) {
      bytes(out, 117, 1);
    }
    bytes(out, 126);
  }

  private static void format(ByteWriter out) {
    bytes(out, 0x86, 9, 0);
    out.writeString("k");
    byte[] json = "{\"a\":[1,{\"b\":null}]}".getBytes(StandardCharsets.UTF_8);
    out.writeVarUint(json.length);
    out.writeBytes(json, 0, json.length);
  }

  /** One client's structs. */
  private static byte[] structs(int count, Consumer<ByteWriter> struct) {
    ByteWriter out = new ByteWriter();
    out.writeVarUint(1);
    out.writeVarUint(count);
    out.writeVarUint(7);
    out.writeVarUint(0);
    for (int i = 0; i < count; i++) {
      struct.accept(out);
    }
    out.writeVarUint(0);
    return out.toBytes();
  }

  /** A letter of each of many clients. */
  private static byte[] clients(int first, int size) {
    int count = size / 11;
    ByteWriter out = new ByteWriter();
    out.writeVarUint(count);
    for (int client = count; client > 0; client--) {
      out.writeVarUint(1);
      out.writeVarUint(first + client);
      bytes(out, 0, 4, 1, 1, 't', 1, 'x');
    }
    out.writeVarUint(0);
    return out.toBytes();
  }

  /** Each client's letter stands behind the next one's, whose first is missing. */
  private static byte[] waiting(int count) {
    ByteWriter out = new ByteWriter();
    out.writeVarUint(count);
    for (int client = count; client > 0; client--) {
      out.writeVarUint(1);
      out.writeVarUint(1_000 + client);
      bytes(out, 1, 0x84);
      out.writeVarUint(1_001 + client);
      bytes(out, 1, 1, 'x');
    }
    out.writeVarUint(0);
    return out.toBytes();
  }

  /** Every other clock of a client that is not there. */
  private static byte[] deletions(int count) {
    List<Integer> starts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      starts.add(2 * i * 7_919 % (2 * count));
    }
    ByteWriter out = new ByteWriter();
    bytes(out, 0, 1, 7);
    out.writeVarUint(count);
    for (int start : starts) {
      out.writeVarUint(Math.abs(start));
      out.writeVarUint(1);
    }
    return out.toBytes();
  }
}
