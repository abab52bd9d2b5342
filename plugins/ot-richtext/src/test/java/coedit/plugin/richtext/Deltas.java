package coedit.plugin.richtext;

import coedit.model.Payload;

/** Short words for tests: deltas written as JSON with single quotes. */
final class Deltas {

  static final DeltaAlgebra ALGEBRA = new DeltaAlgebra();

  private Deltas() {}

  static Payload payload(String json) {
    return Payload.ofUtf8(json.replace('\'', '"'));
  }

  static DeltaOperation delta(String json) {
    return DeltaReader.read(payload(json));
  }

  static RunTree tree(DeltaOperation document) {
    return RunTree.ofDocument(document);
  }

  /** The content of a tree as one operation in normal form. */
  static DeltaOperation document(RunTree tree) {
    DeltaBuilder out = new DeltaBuilder();
    tree.forEach(run -> out.insert(run.content(), run.attributes()));
    return out.build();
  }

  static DeltaOperation apply(DeltaOperation document, DeltaOperation operation) {
    return document(tree(document).apply(operation));
  }
}
