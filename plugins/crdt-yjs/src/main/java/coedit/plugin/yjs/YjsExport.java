package coedit.plugin.yjs;

import coedit.model.ErrorCode;
import coedit.model.Payload;
import coedit.plugin.yjs.export.Exports;
import coedit.plugin.yjs.open.CapacityException;
import coedit.plugin.yjs.open.Limits;
import coedit.plugin.yjs.open.OpenDocument;
import coedit.spi.RefusedException;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Opens a document for as long as it takes to write it in another form. A media type may name the
 * shared type that is meant: {@code text/plain;root=body}.
 */
final class YjsExport {

  private static final String ROOT = ";root=";

  private YjsExport() {}

  static Set<String> mediaTypes() {
    Set<String> types = new LinkedHashSet<>(Exports.mediaTypes());
    types.add(YjsImport.UPDATE_V1);
    return types;
  }

  static Optional<Payload> write(YjsState state, String mediaType) {
    int at = mediaType.indexOf(ROOT);
    String bare = at < 0 ? mediaType : mediaType.substring(0, at);
    Optional<String> root =
        at < 0 ? Optional.empty() : Optional.of(mediaType.substring(at + ROOT.length()));
    if (bare.equals(YjsImport.UPDATE_V1)) {
      return Optional.of(state.content());
    }
    if (!Exports.mediaTypes().contains(bare)) {
      return Optional.empty();
    }
    OpenDocument document = new OpenDocument(true, Limits.WHOLE_DOCUMENT);
    try {
      document.apply(state.content().unsafeBytes());
      return Exports.export(document, bare, root).map(Payload::ofUtf8);
    } catch (CapacityException tooMuch) {
      throw new RefusedException(
          ErrorCode.TOO_LARGE, "cannot be exported: " + tooMuch.getMessage());
    }
  }
}
