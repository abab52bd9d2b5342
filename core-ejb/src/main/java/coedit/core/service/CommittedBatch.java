package coedit.core.service;

import coedit.model.DocumentId;
import coedit.model.Operation;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Committed operations of one document in revision order, shared by all sessions of a server that
 * get them. Each protocol encodes a batch once and hands the same bytes to all its sessions.
 */
public final class CommittedBatch {

  private final DocumentId document;
  private final List<Operation> operations;
  private final Map<Object, Object> encodings = new ConcurrentHashMap<>(2);

  public CommittedBatch(DocumentId document, List<Operation> operations) {
    if (operations.isEmpty()) {
      throw new IllegalArgumentException("a batch has at least one operation");
    }
    this.document = document;
    this.operations = List.copyOf(operations);
  }

  public DocumentId document() {
    return document;
  }

  public List<Operation> operations() {
    return operations;
  }

  public long firstRevision() {
    return operations.get(0).revision();
  }

  public long lastRevision() {
    return operations.get(operations.size() - 1).revision();
  }

  /**
   * This batch as {@code encoder} writes it; written at most once per encoder.
   *
   * @param encoder a constant of its protocol; compared by identity
   */
  @SuppressWarnings("unchecked")
  public <T> T encodedBy(Function<CommittedBatch, T> encoder) {
    return (T) encodings.computeIfAbsent(encoder, key -> encoder.apply(this));
  }
}
