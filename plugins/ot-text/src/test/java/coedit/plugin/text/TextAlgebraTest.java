package coedit.plugin.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import coedit.model.Payload;
import coedit.spi.DocumentState;
import coedit.spi.OtAlgebra;
import coedit.spi.OtAlgebra.Side;
import coedit.testkit.OtCompositionContract;
import coedit.testkit.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TextAlgebraTest extends OtCompositionContract<TextOperation> {

  private final TextAlgebra algebra = new TextAlgebra();

  @Override
  protected OtAlgebra<TextOperation> algebra() {
    return algebra;
  }

  @Override
  protected DocumentState empty() {
    return TextState.EMPTY;
  }

  @Override
  protected TextOperation randomOperation(DocumentState state, Random random) {
    return RandomTextOperations.on(((TextState) state).length(), random);
  }

  @Override
  protected TextOperation compose(TextOperation first, TextOperation second) {
    return algebra.compose(first, second);
  }

  @Override
  protected TextOperation invert(TextOperation operation, DocumentState base) {
    return algebra.invert(operation, (TextState) base);
  }

  /** All texts of at most three code points over one letter and one emoji. */
  @Override
  protected List<DocumentState> smallStates() {
    List<String> texts = new ArrayList<>(List.of(""));
    for (int from = 0; from < 7; from++) {
      texts.add(texts.get(from) + "a");
      texts.add(texts.get(from) + "😀");
    }
    List<DocumentState> states = new ArrayList<>();
    for (String text : texts) {
      StringBuilder json = new StringBuilder();
      Json.quote(text, json);
      states.add(TextState.open(Payload.ofUtf8(json.toString())));
    }
    return states;
  }

  @Override
  protected List<TextOperation> smallOperations(DocumentState state) {
    return RandomTextOperations.all(((TextState) state).length(), List.of("b", "😀"));
  }

  @Test
  void leftInsertStandsFirst() {
    assertEquals("[\"l\"]", transform("[\"l\"]", "[\"r\"]", Side.LEFT));
    assertEquals("[1,\"r\"]", transform("[\"r\"]", "[\"l\"]", Side.RIGHT));
  }

  @Test
  void insertIntoDeletedTextStays() {
    assertEquals("[2,\"x\"]", transform("[3,\"x\"]", "[2,{\"d\":5}]", Side.LEFT));
  }

  @Test
  void deleteOfDeletedTextIsDoneOnce() {
    assertEquals("[1,{\"d\":1}]", transform("[1,{\"d\":3}]", "[2,{\"d\":4}]", Side.LEFT));
  }

  @Test
  void deleteSparesTextInsertedInside() {
    assertEquals("[{\"d\":1},1,{\"d\":2}]", transform("[{\"d\":3}]", "[1,\"😀\"]", Side.LEFT));
  }

  @Test
  void compositionPutsTheInsertBeforeTheDelete() {
    assertEquals(
        "[2,\"x\",{\"d\":1}]",
        algebra.compose(parse("[2,{\"d\":1}]"), parse("[2,\"x\"]")).toString());
  }

  @Test
  void textInsertedAtACursorGoesInAfterIt() {
    assertEquals(2, algebra.transformPosition(2, parse("[2,\"x\"]")));
    assertEquals(3, algebra.transformPosition(2, parse("[1,\"😀\"]")));
    assertEquals(1, algebra.transformPosition(2, parse("[1,{\"d\":4}]")));
  }

  @Test
  void rightSideMayBeTransformedOverAComposition() {
    Seeds.forEach(
        "rightSideMayBeTransformedOverAComposition",
        random -> {
          DocumentState base = randomState(random);
          Pair<TextOperation> others = randomPair(base, random);
          TextOperation mine = randomOperation(base, random);
          TextOperation once =
              algebra.transform(mine, compose(others.first(), others.second()), Side.RIGHT);
          TextOperation twice =
              algebra.transform(
                  algebra.transform(mine, others.first(), Side.RIGHT), others.second(), Side.RIGHT);
          assertEquals(twice, once, () -> mine + " over " + others);
        });
  }

  /**
   * Why a server must not compose the tail: one deletes "a", then puts "r" where it was; "l" was
   * put after "a". Step by step "l" and "r" tie and the left one stands first; the composition puts
   * "r" before the deleted "a".
   */
  @Test
  void leftSideOverACompositionMayStandElsewhere() {
    TextOperation gone = parse("[{\"d\":1}]");
    TextOperation put = parse("[\"r\"]");
    TextOperation mine = parse("[1,\"l\"]");
    TextOperation stepByStep =
        algebra.transform(algebra.transform(mine, gone, Side.LEFT), put, Side.LEFT);
    assertEquals("[\"l\"]", stepByStep.toString());
    TextOperation atOnce = algebra.transform(mine, algebra.compose(gone, put), Side.LEFT);
    assertEquals("[1,\"l\"]", atOnce.toString());
  }

  @Test
  void readmeExampleHolds() {
    assertEquals("[2,\"!\"]", transform("[2,\"!\"]", "[1,\"b\",{\"d\":1}]", Side.LEFT));
    assertEquals("[1,\"b\",{\"d\":1}]", transform("[1,\"b\",{\"d\":1}]", "[2,\"!\"]", Side.RIGHT));
  }

  private String transform(String operation, String other, Side side) {
    return algebra.transform(parse(operation), parse(other), side).toString();
  }

  private TextOperation parse(String json) {
    return algebra.parse(Payload.ofUtf8(json));
  }
}
