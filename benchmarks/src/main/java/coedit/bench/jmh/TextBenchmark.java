package coedit.bench.jmh;

import coedit.model.Payload;
import coedit.plugin.text.TextAlgebra;
import coedit.plugin.text.TextDocumentType;
import coedit.plugin.text.TextOperation;
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

/** A keystroke in plain text. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class TextBenchmark {

  @Param({"2000", "20000", "200000"})
  int length;

  private final TextAlgebra algebra = new TextAlgebra();
  private DocumentState document = new TextDocumentType().empty();
  private Payload keystroke = Payload.ofUtf8("[]");
  private TextOperation insert = algebra.parse(keystroke);
  private TextOperation deletion = algebra.parse(keystroke);
  private TextOperation afterInsert = algebra.parse(keystroke);

  /** Writes the text in lines, so that the rope has the shape that editing gives it. */
  @Setup
  public void write() {
    document = new TextDocumentType().empty();
    String line = "The quick brown fox jumps over the dog.\n";
    for (int written = 0; written < length; written += line.length()) {
      String skip = written == 0 ? "" : written + ",";
      document =
          document.apply(Payload.ofUtf8("[" + skip + "\"" + line.replace("\n", "\\n") + "\"]"));
    }
    keystroke = Payload.ofUtf8("[" + length / 2 + ",\"x\"]");
    insert = algebra.parse(keystroke);
    deletion = algebra.parse(Payload.ofUtf8("[" + length / 3 + ",{\"d\":1}]"));
    afterInsert = algebra.parse(Payload.ofUtf8("[" + (length / 2 + 1) + ",\"y\"]"));
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
  public TextOperation transform() {
    return algebra.transform(insert, deletion, Side.LEFT);
  }

  @Benchmark
  public TextOperation compose() {
    return algebra.compose(insert, afterInsert);
  }
}
