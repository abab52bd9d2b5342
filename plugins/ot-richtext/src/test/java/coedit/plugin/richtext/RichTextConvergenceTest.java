package coedit.plugin.richtext;

import coedit.spi.DocumentState;
import coedit.spi.DocumentType;
import coedit.spi.OtAlgebra;
import coedit.testkit.OtConvergenceContract;
import java.util.Random;

class RichTextConvergenceTest extends OtConvergenceContract<DeltaOperation> {

  @Override
  protected DocumentType type() {
    return new RichTextDocumentType();
  }

  @Override
  protected OtAlgebra<DeltaOperation> algebra() {
    return Deltas.ALGEBRA;
  }

  @Override
  protected DeltaOperation randomOperation(DocumentState state, Random random) {
    return RandomEdits.on((RichTextState) state, random);
  }
}
