package coedit.core.simulation;

import coedit.plugin.text.TextAlgebra;
import coedit.plugin.text.TextDocumentType;
import coedit.plugin.text.TextOperation;
import coedit.spi.DocumentState;
import coedit.spi.OtAlgebra.Side;
import org.jspecify.annotations.Nullable;

/**
 * What {@code edits.ts} of the client library does, in Java: the content that is committed, the
 * operation in flight, and what was typed since, composed into one that waits; the three together
 * are what the user sees. An operation of somebody else is carried past the two pending ones, while
 * they are carried past it.
 */
final class ClientEdits {

  static final TextAlgebra TEXT = new TextAlgebra();

  /** An operation under way: as it was sent first, beside the form it has by now. */
  record InFlight(long sequence, long base, TextOperation sent, TextOperation rebased) {}

  private DocumentState committed;
  private DocumentState local;
  private long revision;
  private @Nullable InFlight inFlight;
  private @Nullable TextOperation waiting;

  ClientEdits(DocumentState committed, long revision) {
    this.committed = committed;
    this.local = committed;
    this.revision = revision;
  }

  static DocumentState empty() {
    return new TextDocumentType().empty();
  }

  static boolean isNoop(TextOperation operation) {
    return operation.size() == 0;
  }

  long revision() {
    return revision;
  }

  DocumentState local() {
    return local;
  }

  @Nullable InFlight inFlight() {
    return inFlight;
  }

  boolean hasWaiting() {
    return waiting != null;
  }

  boolean isPending() {
    return inFlight != null || waiting != null;
  }

  /** The user changed what he sees. */
  void edit(TextOperation operation) {
    local = TEXT.apply(local, operation);
    waiting = orNothing(waiting == null ? operation : TEXT.compose(waiting, operation));
  }

  private static @Nullable TextOperation orNothing(TextOperation operation) {
    return isNoop(operation) ? null : operation;
  }

  /** Gives what waits a name; false when nothing waits or something is in flight already. */
  boolean freeze(long sequence) {
    TextOperation next = waiting;
    if (inFlight != null || next == null) {
      return false;
    }
    inFlight = new InFlight(sequence, revision, next, next);
    waiting = null;
    return true;
  }

  /** Gives what is in flight a name that is free, in the form it has now. */
  InFlight refreeze(InFlight sent, long sequence) {
    InFlight again = new InFlight(sequence, revision, sent.rebased(), sent.rebased());
    inFlight = again;
    return again;
  }

  /** Revision + 1, by somebody else. */
  void receive(TextOperation operation) {
    committed = TEXT.apply(committed, operation);
    revision++;
    TextOperation shown = operation;
    InFlight sent = inFlight;
    if (sent != null) {
      TextOperation mine = sent.rebased();
      inFlight =
          new InFlight(
              sent.sequence(), sent.base(), sent.sent(), TEXT.transform(mine, shown, Side.LEFT));
      shown = TEXT.transform(shown, mine, Side.RIGHT);
    }
    TextOperation mine = waiting;
    if (mine != null) {
      waiting = orNothing(TEXT.transform(mine, shown, Side.LEFT));
      shown = TEXT.transform(shown, mine, Side.RIGHT);
    }
    local = TEXT.apply(local, shown);
  }

  /** Revision + 1 is what is in flight: the user sees it already. */
  void settle(TextOperation operation) {
    committed = TEXT.apply(committed, operation);
    revision++;
    inFlight = null;
  }

  /** What is in flight had changed nothing. */
  void forgetInFlight() {
    inFlight = null;
  }

  /** Gives the pending edits up. */
  void giveUp() {
    replace(committed, revision);
  }

  /** Gives the pending edits up and takes another content as the server's. */
  void replace(DocumentState content, long at) {
    committed = content;
    local = content;
    revision = at;
    inFlight = null;
    waiting = null;
  }
}
