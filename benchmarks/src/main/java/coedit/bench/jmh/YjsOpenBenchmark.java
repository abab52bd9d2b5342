package coedit.bench.jmh;

import coedit.plugin.yjs.open.OpenDocument;
import coedit.plugin.yjs.read.Contents;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Recorded keystrokes in an open Yjs document. The updates are those that {@code
 * benchmarks/yjs-reference.js} wrote: {@code -jvmArgs -Dcoedit.bench.updates=paper.updates}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class YjsOpenBenchmark {

  private final List<byte[]> updates = new ArrayList<>();
  private byte[] whole = {};
  private byte[] half = {};

  /** Reads the updates. */
  @Setup
  public void read() {
    String file = System.getProperty("coedit.bench.updates", "paper.updates");
    try {
      ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(Path.of(file)));
      while (in.hasRemaining()) {
        byte[] update = new byte[in.getInt()];
        in.get(update);
        updates.add(update);
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    OpenDocument middle = new OpenDocument();
    updates.subList(0, updates.size() / 2).forEach(middle::apply);
    half = middle.encodeStateVector();
    OpenDocument document = typed();
    document.trim();
    whole = document.encodeState();
    System.out.println(
        "\n" + document.residentBytes() + " bytes open, " + whole.length + " bytes encoded");
  }

  private OpenDocument typed() {
    OpenDocument document = new OpenDocument();
    updates.forEach(document::apply);
    return document;
  }

  /** All keystrokes, one update each, applied in order. */
  @Benchmark
  public OpenDocument typing() {
    return typed();
  }

  /** The same as one update: read, integrated, and its text read. */
  @Benchmark
  public String whole() {
    OpenDocument document = new OpenDocument();
    document.apply(whole);
    return Contents.text(document.root("text"));
  }

  /** Opened and written again for somebody who has half of it. */
  @Benchmark
  public byte[] difference() {
    OpenDocument document = new OpenDocument();
    document.apply(whole);
    return document.encodeDifference(half);
  }
}
