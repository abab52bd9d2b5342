package coedit.plugin.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coedit.model.Payload;
import coedit.spi.OtAlgebra.Side;
import coedit.testkit.Seeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compares with the published implementation of text-unicode, which runs under Node. */
class ReferenceTest {

  private static final int CASES = Seeds.histories(200) * 50;
  private static final long SEED = Seeds.first();
  private static final int ANSWERS = 7;

  private final TextAlgebra algebra = new TextAlgebra();

  private record Case(
      TextState state,
      TextOperation first,
      TextOperation second,
      TextOperation concurrent,
      String raw) {

    String json() {
      return "{\"doc\":%s,\"first\":%s,\"second\":%s,\"concurrent\":%s,\"raw\":%s}"
          .formatted(state.content().utf8(), first, second, concurrent, raw);
    }
  }

  @Test
  void answersLikeTheReference(@TempDir Path scratch) throws Exception {
    System.out.printf("answersLikeTheReference: %d cases from seed %d%n", CASES, SEED);
    Random random = new Random(SEED);
    List<Case> cases = IntStream.range(0, CASES).mapToObj(i -> randomCase(random)).toList();
    List<String> theirs = askReference(cases.stream().map(Case::json).toList(), scratch);
    assertEquals(CASES * ANSWERS, theirs.size());
    for (int i = 0; i < CASES; i++) {
      Case asked = cases.get(i);
      assertEquals(
          theirs.subList(i * ANSWERS, (i + 1) * ANSWERS),
          ownAnswers(asked),
          () -> "seed " + SEED + ": " + asked.json());
    }
  }

  private List<String> ownAnswers(Case asked) {
    TextState state = asked.state();
    TextOperation first = asked.first();
    List<Integer> positions =
        IntStream.range(0, state.length())
            .map(position -> algebra.transformPosition(position, first))
            .boxed()
            .toList();
    return List.of(
        state.apply(first).content().utf8(),
        algebra.transform(first, asked.concurrent(), Side.LEFT).toString(),
        algebra.transform(first, asked.concurrent(), Side.RIGHT).toString(),
        algebra.compose(first, asked.second()).toString(),
        algebra.invert(first, state).toString(),
        algebra.parse(Payload.ofUtf8(asked.raw())).toString(),
        positions.toString().replace(" ", ""));
  }

  private static List<String> askReference(List<String> questions, Path scratch)
      throws IOException, InterruptedException {
    Path asked = Files.write(scratch.resolve("asked.jsonl"), questions);
    Path answered = scratch.resolve("answered.jsonl");
    Process node =
        new ProcessBuilder("node", "reference.js")
            .directory(Path.of("src/test/node").toFile())
            .redirectInput(asked.toFile())
            .redirectOutput(answered.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      assertTrue(node.waitFor(2, TimeUnit.MINUTES), "the reference does not answer");
      assertEquals(0, node.exitValue(), "the reference failed");
    } finally {
      node.destroyForcibly();
    }
    return Files.readAllLines(answered);
  }

  private static Case randomCase(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(8); i > 0; i--) {
      text.append(RandomTextOperations.randomText(random));
    }
    StringBuilder json = new StringBuilder();
    Json.quote(text.toString(), json);
    TextState state = TextState.open(Payload.ofUtf8(json.toString()));
    TextOperation first = RandomTextOperations.on(state.length(), random);
    TextOperation second = RandomTextOperations.on(state.apply(first).length(), random);
    TextOperation concurrent = RandomTextOperations.on(state.length(), random);
    return new Case(state, first, second, concurrent, randomRaw(random));
  }

  /** Well-formed parts in any order, so mostly not in normal form. */
  private static String randomRaw(Random random) {
    List<String> parts = new ArrayList<>();
    for (int i = random.nextInt(7); i > 0; i--) {
      StringBuilder text = new StringBuilder();
      Json.quote(RandomTextOperations.randomText(random), text);
      parts.add(
          switch (random.nextInt(4)) {
            case 0 -> "{\"d\":" + text + "}";
            case 1 -> "{\"d\":" + (1 + random.nextInt(9)) + "}";
            case 2 -> Integer.toString(1 + random.nextInt(9));
            default -> text.toString();
          });
    }
    return parts.toString();
  }
}
