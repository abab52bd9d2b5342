package coedit.plugin.text;

import coedit.spi.DocumentState;
import coedit.spi.DocumentType;
import coedit.spi.OtAlgebra;
import coedit.testkit.OtConvergenceContract;
import java.util.Random;

class TextConvergenceTest extends OtConvergenceContract<TextOperation> {

  @Override
  protected DocumentType type() {
    return new TextDocumentType();
  }

  @Override
  protected OtAlgebra<TextOperation> algebra() {
    return new TextAlgebra();
  }

  @Override
  protected TextOperation randomOperation(DocumentState state, Random random) {
    return RandomTextOperations.on(((TextState) state).length(), random);
  }
}
