package coedit.plugin.richtext;

import coedit.spi.DocumentState;
import coedit.spi.OtAlgebra;
import coedit.testkit.OtCompositionContract;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

class RichTextAlgebraTest extends OtCompositionContract<DeltaOperation> {

  @Override
  protected OtAlgebra<DeltaOperation> algebra() {
    return Deltas.ALGEBRA;
  }

  @Override
  protected DocumentState empty() {
    return RichTextState.EMPTY;
  }

  @Override
  protected DeltaOperation randomOperation(DocumentState state, Random random) {
    return RandomEdits.on((RichTextState) state, random);
  }

  /** {@link DeltaPairsExhaustiveTest} has all of them up to three units. */
  @Override
  protected List<DocumentState> smallStates() {
    return List.of(
        RichTextState.EMPTY,
        RichTextState.EMPTY.apply(Deltas.delta("[{'insert':'a'}]")),
        RichTextState.EMPTY.apply(
            Deltas.delta("[{'insert':'a','attributes':{'bold':true}},{'insert':'b'}]")));
  }

  @Override
  protected List<DeltaOperation> smallOperations(DocumentState state) {
    List<DeltaOperation> all = new ArrayList<>();
    all.add(DeltaOperation.NOTHING);
    int length = ((RichTextState) state).length();
    for (int at = 0; at <= length; at++) {
      String skip = at == 0 ? "[" : "[{'retain':" + at + "},";
      all.add(Deltas.delta(skip + "{'insert':'x'}]"));
      all.add(Deltas.delta(skip + "{'insert':{'divider':true},'attributes':{'bold':true}}]"));
      for (int span = 1; span <= length - at; span++) {
        all.add(Deltas.delta(skip + "{'delete':" + span + "}]"));
        all.add(Deltas.delta(skip + "{'delete':" + span + "},{'insert':'y'}]"));
        all.add(Deltas.delta(skip + "{'retain':" + span + ",'attributes':{'bold':null}}]"));
        all.add(Deltas.delta(skip + "{'retain':" + span + ",'attributes':{'bold':true}}]"));
      }
    }
    return all;
  }

  @Override
  protected DeltaOperation compose(DeltaOperation first, DeltaOperation second) {
    return Deltas.ALGEBRA.compose(first, second);
  }

  @Override
  protected DeltaOperation invert(DeltaOperation operation, DocumentState base) {
    return Deltas.ALGEBRA.invert(operation, ((RichTextState) base).runs());
  }
}
