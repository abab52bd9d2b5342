package coedit.bench.jmh;

import coedit.model.Payload;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What every operation pays for its opaque body. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class PayloadBenchmark {

  @Param({"80", "4000"})
  int size;

  private Payload payload = Payload.ofUtf8("");
  private Payload twin = payload;

  /** Fills two payloads of one content. */
  @Setup
  public void fill() {
    payload = Payload.ofUtf8("x".repeat(size));
    twin = Payload.copyOf(payload.unsafeBytes());
  }

  @Benchmark
  public int checksum() {
    return payload.checksum();
  }

  @Benchmark
  public Payload copy() {
    return Payload.copyOf(payload.unsafeBytes());
  }

  @Benchmark
  public boolean compare() {
    return payload.equals(twin);
  }
}
