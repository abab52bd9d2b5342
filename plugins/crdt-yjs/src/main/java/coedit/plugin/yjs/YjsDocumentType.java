package coedit.plugin.yjs;

import coedit.model.DocumentId;
import coedit.model.Payload;
import coedit.model.Snapshot;
import coedit.spi.ConflictStrategy;
import coedit.spi.CorruptPayloadException;
import coedit.spi.DocumentState;
import coedit.spi.DocumentType;
import java.util.Optional;
import java.util.Set;

/** Documents that Yjs clients edit: operations are updates in format v1, and so is a document. */
public final class YjsDocumentType implements DocumentType {

  private static final int VERSION = 1;

  private final ConflictStrategy strategy = new YjsStrategy(YjsLimits.DEFAULT);

  @Override
  public String id() {
    return "yjs";
  }

  @Override
  public int version() {
    return VERSION;
  }

  @Override
  public int formatVersion() {
    return VERSION;
  }

  @Override
  public Set<String> dialects() {
    return Set.of("yjs");
  }

  @Override
  public DocumentState empty() {
    return YjsState.EMPTY;
  }

  @Override
  public DocumentState open(Snapshot snapshot) {
    if (snapshot.typeVersion() != VERSION) {
      throw new CorruptPayloadException("written by version " + snapshot.typeVersion());
    }
    return YjsState.open(snapshot.content());
  }

  @Override
  public ConflictStrategy strategy() {
    return strategy;
  }

  @Override
  public Set<String> exports() {
    return YjsExport.mediaTypes();
  }

  @Override
  public Optional<Payload> export(DocumentState state, String mediaType) {
    return YjsExport.write((YjsState) state, mediaType);
  }

  @Override
  public Set<String> imports() {
    return YjsImport.mediaTypes();
  }

  @Override
  public Optional<Payload> imported(Payload content, String mediaType, DocumentId document) {
    return YjsImport.read(content, mediaType, document);
  }
}
