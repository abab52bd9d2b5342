package coedit.plugin.richtext;

import static org.junit.jupiter.api.Assertions.assertEquals;

import coedit.spi.OtAlgebra.Side;
import coedit.testkit.Seeds;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The algebra gives, step for step, what quill-delta 5.1 and rich-text 4.1 give under Node. Runs
 * below the schema: any attributes, and surrogate pairs cut in half.
 */
class ReferenceTest {

  private static final int ROUNDS = Seeds.histories(1500);

  private static Process node;
  private static BufferedWriter questions;
  private static BufferedReader answers;

  @BeforeAll
  static void startReference() throws IOException {
    node =
        new ProcessBuilder("node", "reference.js")
            .directory(new File("src/test/node"))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    questions = node.outputWriter();
    answers = node.inputReader();
  }

  @AfterAll
  static void stopReference() throws IOException, InterruptedException {
    questions.close();
    if (!node.waitFor(10, TimeUnit.SECONDS)) {
      node.destroyForcibly();
    }
  }

  @ParameterizedTest
  @MethodSource("coedit.testkit.Seeds#three")
  void agreesOnRandomOperations(long seed) throws IOException {
    System.out.println("seed " + seed);
    RandomDeltas random = new RandomDeltas(seed);
    for (int round = 0; round < ROUNDS; round++) {
      DeltaOperation document = random.document();
      int length = (int) document.growth();
      DeltaOperation a = random.operation(length);
      DeltaOperation b = random.operation(length);
      checkPair(document, a, b, random.operation(length + (int) a.growth()));
      checkPositions(a, random.below(length + 1));
    }
  }

  @ParameterizedTest
  @MethodSource("coedit.testkit.Seeds#three")
  void agreesOnOperationsThatAreNotInNormalForm(long seed) throws IOException {
    System.out.println("seed " + seed);
    RandomDeltas random = new RandomDeltas(seed);
    for (int round = 0; round < ROUNDS; round++) {
      DeltaOperation document = random.document();
      int length = (int) document.growth();
      DeltaOperation a = random.carelessOperation(length);
      DeltaOperation b = random.carelessOperation(length);
      checkPair(document, a, b, random.carelessOperation(length + (int) a.growth()));
      checkPositions(a, random.below(length + 1));
    }
  }

  @Test
  void putsTheInsertBeforeTheDeleteAsTheReferenceDoes() throws IOException {
    DeltaOperation a = Deltas.delta("[{'retain':1},{'delete':2}]");
    DeltaOperation b = Deltas.delta("[{'retain':1},{'insert':'x'}]");
    checkPair(Deltas.delta("[{'insert':'abc'}]"), a, b, b);
  }

  private static void checkPair(
      DeltaOperation document, DeltaOperation a, DeltaOperation b, DeltaOperation next)
      throws IOException {
    check("apply", document, a, Deltas.apply(document, a));
    check("compose", a, next, Deltas.ALGEBRA.compose(a, next));
    check("left", a, b, Deltas.ALGEBRA.transform(a, b, Side.LEFT));
    check("right", a, b, Deltas.ALGEBRA.transform(a, b, Side.RIGHT));
    check("invert", a, document, Deltas.ALGEBRA.invert(a, Deltas.tree(document)));
  }

  private static void check(
      String function, DeltaOperation a, DeltaOperation b, DeltaOperation ours) throws IOException {
    String question = "{\"fn\":\"" + function + "\",\"a\":" + a + ",\"b\":" + b + "}";
    ask(question);
    assertEquals(Deltas.delta(answers.readLine()), ours, "quill-delta " + question);
    assertEquals(Deltas.delta(answers.readLine()), ours, "rich-text " + question);
  }

  private static void checkPositions(DeltaOperation a, int position) throws IOException {
    for (boolean stays : new boolean[] {false, true}) {
      String function = stays ? "stays" : "pushed";
      String question =
          "{\"fn\":\"" + function + "\",\"a\":" + a + ",\"position\":" + position + "}";
      ask(question);
      String ours = Integer.toString(Deltas.ALGEBRA.transformPosition(a, position, stays));
      assertEquals(answers.readLine(), ours, "quill-delta " + question);
      assertEquals(answers.readLine(), ours, "rich-text " + question);
    }
  }

  private static void ask(String question) throws IOException {
    questions.write(question);
    questions.newLine();
    questions.flush();
  }
}
