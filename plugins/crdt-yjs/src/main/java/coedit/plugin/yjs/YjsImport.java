package coedit.plugin.yjs;

import coedit.model.DocumentId;
import coedit.model.ErrorCode;
import coedit.model.Payload;
import coedit.plugin.yjs.begin.NewDocument;
import coedit.plugin.yjs.encoding.MalformedUpdateException;
import coedit.plugin.yjs.export.Exports;
import coedit.plugin.yjs.update.Updates;
import coedit.spi.PlainText;
import coedit.spi.RefusedException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Turns what a new document is to hold into its first update. A media type may name the shared type
 * that is meant: {@code text/plain;root=body}.
 */
final class YjsImport {

  /** An update in format v1, the whole document. */
  static final String UPDATE_V1 = "application/vnd.yjs.update-v1";

  /** The same in format v2, which is taken here and nowhere else. */
  static final String UPDATE_V2 = "application/vnd.yjs.update-v2";

  /** What Tiptap's extension calls its root unless told otherwise. */
  private static final String PROSEMIRROR_ROOT = "default";

  /** Yjs draws its clients' ids from below this; other 32 bits can follow. */
  private static final long NOT_DRAWN = 1L << 32;

  private YjsImport() {}

  static Set<String> mediaTypes() {
    return new LinkedHashSet<>(
        List.of(
            UPDATE_V1, UPDATE_V2, Exports.TEXT, Exports.DELTA, Exports.PROSEMIRROR, Exports.JSON));
  }

  static Optional<Payload> read(Payload content, String mediaType, DocumentId document) {
    String[] form = mediaType.split(";root=", 2);
    Optional<String> root = form.length == 1 ? Optional.empty() : Optional.of(form[1]);
    long client = client(document);
    try {
      return switch (form[0]) {
        case UPDATE_V1 -> Optional.of(content);
        case UPDATE_V2 -> Optional.of(fromV2(content));
        case Exports.TEXT ->
            of(
                NewDocument.ofText(
                    client, root.orElse(Exports.USUAL_ROOT), PlainText.ofFile(content)));
        case Exports.DELTA ->
            of(
                NewDocument.ofDelta(
                    client, root.orElse(Exports.USUAL_ROOT), PlainText.ofUtf8(content)));
        case Exports.PROSEMIRROR ->
            of(
                NewDocument.ofProseMirror(
                    client, root.orElse(PROSEMIRROR_ROOT), PlainText.ofUtf8(content)));
        case Exports.JSON -> of(NewDocument.ofJson(client, root, PlainText.ofUtf8(content)));
        default -> Optional.empty();
      };
    } catch (MalformedUpdateException | IllegalArgumentException malformed) {
      throw new RefusedException(
          ErrorCode.INVALID_OPERATION, "not " + form[0] + ": " + malformed.getMessage());
    }
  }

  private static Optional<Payload> of(byte[] update) {
    return Optional.of(Payload.wrap(update));
  }

  private static Payload fromV2(Payload content) {
    int most = (int) YjsLimits.DEFAULT.maxBytes();
    return Payload.wrap(Updates.fromV2(content.unsafeBytes(), most));
  }

  /** The same for the same document, so that an import that is done twice is the same. */
  private static long client(DocumentId document) {
    return NOT_DRAWN | Integer.toUnsignedLong(document.value().hashCode());
  }
}
