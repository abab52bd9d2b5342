package coedit.bench.jmh;

import coedit.model.Payload;
import coedit.model.Snapshot;
import coedit.plugin.yjs.YjsDocumentType;
import coedit.plugin.yjs.open.OpenDocument;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * What a Yjs document takes on the heap, idle (as the server keeps it) and opened: {@code java
 * coedit.bench.jmh.YjsMemory paper.updates}, with the updates that {@code yjs-reference.js} wrote.
 */
public final class YjsMemory {

  private static final int COPIES = 1_024;
  private static final int COLLECTIONS = 4;

  private YjsMemory() {}

  /** Prints rows of a table. */
  public static void main(String[] arguments) throws IOException {
    YjsDocumentType type = new YjsDocumentType();
    OpenDocument typed = new OpenDocument();
    ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(Path.of(arguments[0])));
    while (in.hasRemaining()) {
      byte[] update = new byte[in.getInt()];
      in.get(update);
      typed.apply(update);
    }
    byte[] whole = typed.encodeState();
    Payload content = type.open(new Snapshot(1, 1, Payload.wrap(whole))).content();
    print(
        "idle",
        content.size(),
        each(() -> type.open(new Snapshot(1, 1, Payload.copyOf(content.unsafeBytes())))));
    print("open", whole.length, each(() -> opened(whole)));
  }

  private static OpenDocument opened(byte[] whole) {
    OpenDocument document = new OpenDocument();
    document.apply(whole);
    document.trim();
    return document;
  }

  private static void print(String what, int encoded, long bytes) {
    System.out.printf(
        "| %s | %d bytes encoded | %d bytes on the heap | %.2f times |%n",
        what, encoded, bytes, (double) bytes / encoded);
  }

  private static long each(Supplier<Object> made) {
    List<Object> kept = new ArrayList<>();
    kept.add(made.get());
    long before = used();
    for (int i = 0; i < COPIES; i++) {
      kept.add(made.get());
    }
    long after = used();
    if (kept.size() != COPIES + 1) {
      throw new IllegalStateException("copies went missing");
    }
    return (after - before) / COPIES;
  }

  private static long used() {
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
    }
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
