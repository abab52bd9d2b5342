package coedit.spi;

import coedit.model.DocumentId;
import coedit.model.Payload;
import coedit.model.Snapshot;
import java.util.Optional;
import java.util.Set;

/**
 * One kind of document. A plugin is a jar with one implementation, found by {@link
 * java.util.ServiceLoader}; the instance is shared by all threads and holds no state.
 */
public interface DocumentType {

  /** The dialect of the native protocol. */
  String JSON = "json";

  /** Stored with every document and never renamed: lower-case letters, digits and hyphens. */
  String id();

  /** The version of {@link DocumentState#content()} that this plugin writes, from 1. */
  int version();

  /** The version of the operation format that this plugin writes, from 1. */
  int formatVersion();

  /** The state of a document without operations. */
  DocumentState empty();

  /**
   * The state that {@code snapshot} holds.
   *
   * @throws CorruptPayloadException when the content is not a snapshot of this type
   */
  DocumentState open(Snapshot snapshot);

  /** How concurrent operations become one order. */
  ConflictStrategy strategy();

  /**
   * The wire forms this type's payloads may travel in. {@code json}, the native protocol, demands
   * that payloads and contents are JSON values in UTF-8; a type with bytes of its own names the
   * dialect that carries these, such as {@code yjs}, and its states are {@link SyncedState}s.
   */
  default Set<String> dialects() {
    return Set.of(JSON);
  }

  /** The media types {@link #export} can write, preferred first. */
  default Set<String> exports() {
    return Set.of();
  }

  /** The document in another form, such as {@code text/plain}; empty when it has no such form. */
  default Optional<Payload> export(DocumentState state, String mediaType) {
    return Optional.empty();
  }

  /** The media types {@link #imported} can read, preferred first. */
  default Set<String> imports() {
    return Set.of();
  }

  /**
   * What makes an empty document hold {@code content}: its first operation, which then goes through
   * {@link #strategy} like every other. Equal arguments give equal bytes. No bytes stand for a
   * document that stays empty.
   *
   * @param content in the form that {@code mediaType} names; from a peer, so anything
   * @param document the new document, for types that name authors in their operations
   * @return empty when there is no such form
   * @throws RefusedException when the content is not of that form
   */
  default Optional<Payload> imported(Payload content, String mediaType, DocumentId document) {
    return Optional.empty();
  }
}
