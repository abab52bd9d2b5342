package coedit.bench.jmh;

import coedit.model.ClientId;
import coedit.model.OperationName;
import coedit.model.Payload;
import coedit.model.Snapshot;
import coedit.plugin.yjs.YjsDocumentType;
import coedit.plugin.yjs.update.StateVector;
import coedit.plugin.yjs.update.Updates;
import coedit.spi.DocumentState;
import coedit.spi.Resolution;
import coedit.spi.Submission;
import coedit.spi.SyncedState;
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
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Yjs updates without a document. The updates are those that {@code benchmarks/yjs-reference.js}
 * wrote: {@code -jvmArgsAppend -Dcoedit.bench.updates=paper.updates}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class YjsUpdateBenchmark {

  private static final int COUNT = 10_000;

  private final YjsDocumentType type = new YjsDocumentType();
  private final List<Payload> updates = new ArrayList<>();
  private final List<byte[]> some = new ArrayList<>();
  private final List<Submission> first = new ArrayList<>();
  private final List<Submission> last = new ArrayList<>();
  private DocumentState late = type.empty();
  private Payload whole = late.content();
  private byte[] half = {};
  private final List<byte[]> wholeAndLast = new ArrayList<>();

  /** Reads the updates. */
  @Setup
  public void prepare() {
    read(Path.of(System.getProperty("coedit.bench.updates", "paper.updates")));
    int lateFrom = updates.size() - COUNT;
    for (int i = 0; i < COUNT; i++) {
      some.add(updates.get(i).unsafeBytes());
      first.add(submission(i));
      last.add(submission(lateFrom + i));
    }
    late = applied(type.empty(), updates.subList(0, lateFrom));
    wholeAndLast.add(late.content().unsafeBytes());
    for (Payload update : updates.subList(lateFrom, updates.size())) {
      wholeAndLast.add(update.unsafeBytes());
    }
    whole = applied(late, updates.subList(lateFrom, updates.size())).content();
    DocumentState middle = applied(type.empty(), updates.subList(0, updates.size() / 2));
    half = ((SyncedState) middle).version().toBytes();
    System.out.printf(
        "%n%d updates, canonical %d bytes, 10,000 merged %d%n",
        updates.size(), whole.size(), Updates.merge(some).length);
  }

  private void read(Path file) {
    try {
      ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file));
      while (in.hasRemaining()) {
        byte[] update = new byte[in.getInt()];
        in.get(update);
        updates.add(Payload.wrap(update));
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static DocumentState applied(DocumentState from, List<Payload> updates) {
    DocumentState state = from;
    for (Payload update : updates) {
      state = state.apply(update);
    }
    return state;
  }

  private Submission submission(int index) {
    OperationName name = new OperationName(new ClientId(1), index + 1L);
    return new Submission(name, "alice", 0, List.of(updates.get(index)));
  }

  /** A keystroke checked and ready to be appended, in a young document. */
  @Benchmark
  @OperationsPerInvocation(COUNT)
  public DocumentState keystrokeInYoungDocument() {
    return typed(type.empty(), first);
  }

  /** The same in a document with 250,000 keystrokes. */
  @Benchmark
  @OperationsPerInvocation(COUNT)
  public DocumentState keystrokeInOldDocument() {
    return typed(late, last);
  }

  private DocumentState typed(DocumentState from, List<Submission> submissions) {
    DocumentState state = from;
    for (Submission submission : submissions) {
      Resolution resolution = type.strategy().resolve(state, submission, List.of());
      state = ((Resolution.Apply) resolution).next();
    }
    return state;
  }

  /** One merge of 10,000 keystrokes. */
  @Benchmark
  public byte[] merge() {
    return Updates.merge(some);
  }

  /** The state vector of one keystroke. */
  @Benchmark
  @OperationsPerInvocation(COUNT)
  public void stateVector(Blackhole hole) {
    for (byte[] update : some) {
      hole.consume(Updates.stateVector(update));
    }
  }

  /** A whole document opened from its snapshot. */
  @Benchmark
  public DocumentState open() {
    return type.open(new Snapshot(1, 1, whole));
  }

  /** Half of a whole document for somebody who has the other. */
  @Benchmark
  public byte[] difference() {
    return Updates.diff(whole.unsafeBytes(), StateVector.read(half));
  }

  /** A whole document and the 10,000 keystrokes since, written as one. */
  @Benchmark
  public byte[] compaction() {
    return Updates.merge(wholeAndLast);
  }
}
