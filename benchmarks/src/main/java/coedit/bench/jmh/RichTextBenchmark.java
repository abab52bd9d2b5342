package coedit.bench.jmh;

import coedit.model.Payload;
import coedit.plugin.richtext.DeltaAlgebra;
import coedit.plugin.richtext.DeltaOperation;
import coedit.plugin.richtext.RichTextDocumentType;
import coedit.spi.DocumentState;
import coedit.spi.OtAlgebra.Side;
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

/** A keystroke, and a batch of fifty, in rich text whose format changes every 32 characters. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class RichTextBenchmark {

  private static final int RUN = 32;
  private static final int BATCH = 50;

  @Param({"2000", "20000"})
  int length;

  private final DeltaAlgebra algebra = new DeltaAlgebra();
  private DocumentState document = new RichTextDocumentType().empty();
  private Payload keystroke = Payload.ofUtf8("[]");
  private DeltaOperation insert = algebra.parse(keystroke);
  private DeltaOperation format = algebra.parse(keystroke);
  private DeltaOperation batch = algebra.parse(keystroke);
  private DeltaOperation otherBatch = algebra.parse(keystroke);

  /** Writes the document run by run. */
  @Setup
  public void write() {
    document = new RichTextDocumentType().empty();
    for (int written = 0; written < length; written += RUN) {
      String attributes = written / RUN % 2 == 0 ? "" : ",\"attributes\":{\"bold\":true}";
      String insertion = "{\"insert\":\"" + "x".repeat(RUN) + "\"" + attributes + "}";
      String retain = written == 0 ? "" : "{\"retain\":" + written + "},";
      document = document.apply(Payload.ofUtf8("[" + retain + insertion + "]"));
    }
    keystroke = Payload.ofUtf8("[{\"retain\":" + length / 2 + "},{\"insert\":\"x\"}]");
    insert = algebra.parse(keystroke);
    format =
        algebra.parse(
            Payload.ofUtf8(
                "[{\"retain\":"
                    + length / 3
                    + "},{\"retain\":9,\"attributes\":{\"italic\":true}}]"));
    batch = batch(3);
    otherBatch = batch(5);
  }

  private DeltaOperation batch(int distance) {
    StringBuilder ops = new StringBuilder("[");
    for (int i = 0; i < BATCH; i++) {
      ops.append(i == 0 ? "" : ",").append("{\"retain\":").append(distance).append("},");
      ops.append("{\"insert\":\"x\"}");
    }
    return algebra.parse(Payload.ofUtf8(ops.append("]").toString()));
  }

  @Benchmark
  public DocumentState apply() {
    return algebra.apply(document, insert);
  }

  @Benchmark
  public DocumentState parseAndApply() {
    return document.apply(keystroke);
  }

  @Benchmark
  public DeltaOperation transform() {
    return algebra.transform(insert, format, Side.LEFT);
  }

  @Benchmark
  public DeltaOperation compose() {
    return algebra.compose(insert, format);
  }

  @Benchmark
  public DeltaOperation transformBatches() {
    return algebra.transform(batch, otherBatch, Side.LEFT);
  }

  @Benchmark
  public DeltaOperation composeBatches() {
    return algebra.compose(batch, otherBatch);
  }
}
