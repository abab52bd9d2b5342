package coedit.bench.jmh;

import coedit.plugin.yjs.open.OpenDocument;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
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

/**
 * Recorded Yjs documents of 0.5 to 1.1 MB opened: {@code -jvmArgs -Dcoedit.bench.documents=folder}
 * names the folder of {@code A1.v1.yjs.gz} and so on.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class YjsLoadBenchmark {

  @Param({"A1", "A2", "C1", "C2", "S1", "S2", "S3"})
  String name = "";

  private byte[] update = {};

  /** Reads the document. */
  @Setup
  public void read() {
    Path folder = Path.of(System.getProperty("coedit.bench.documents", "."));
    Path file = folder.resolve(name + ".v1.yjs.gz");
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      update = in.readAllBytes();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    OpenDocument document = load();
    document.trim();
    System.out.println(
        "\n" + document.residentBytes() + " bytes open, " + update.length + " bytes encoded");
  }

  /** Read and integrated. */
  @Benchmark
  public OpenDocument load() {
    OpenDocument document = new OpenDocument();
    document.apply(update);
    return document;
  }
}
