package coedit.plugin.yjs;

import coedit.model.ErrorCode;
import coedit.model.Operation;
import coedit.model.Payload;
import coedit.plugin.yjs.encoding.MalformedUpdateException;
import coedit.plugin.yjs.open.Limits;
import coedit.plugin.yjs.update.UpdateStore;
import coedit.plugin.yjs.update.UpdateStore.Reception;
import coedit.spi.ConflictStrategy;
import coedit.spi.DocumentState;
import coedit.spi.RefusedException;
import coedit.spi.Resolution;
import coedit.spi.Submission;
import java.util.ArrayList;
import java.util.List;

/**
 * Concurrent updates need no rebasing: each is checked, stripped of what the document has already,
 * and appended. An update that is new from end to end is appended as the bytes it came in.
 *
 * <p>An update may refer to structs that have not come. It is appended all the same, since its
 * author will not send it again, and waits in every replica as it does in Yjs; how much may wait is
 * limited. So is what no open document could hold: what is accepted can be exported.
 */
final class YjsStrategy implements ConflictStrategy {

  private static final Payload NOTHING = Payload.wrap(new byte[0]);

  private final YjsLimits limits;

  YjsStrategy(YjsLimits limits) {
    this.limits = limits;
  }

  @Override
  public boolean needsTail() {
    return false;
  }

  @Override
  public Resolution resolve(DocumentState head, Submission submission, List<Operation> tail) {
    UpdateStore store = ((YjsState) head).store();
    Resolution resolution = receive(store, submission);
    boolean full =
        resolution instanceof Resolution.Refuse refuse && refuse.code() == ErrorCode.TOO_LARGE;
    return full && store.forgetDeleted() ? receive(store, submission) : resolution;
  }

  private Resolution receive(UpdateStore before, Submission submission) {
    UpdateStore store = before;
    List<Payload> fresh = new ArrayList<>(submission.payloads().size());
    boolean news = false;
    boolean grows = false;
    try {
      for (Payload payload : submission.payloads()) {
        Reception reception = store.receive(payload.unsafeBytes(), limits.maxClients());
        if (reception instanceof Reception.News brought) {
          news = true;
          grows |= brought.bringsStructs();
          store = brought.next();
          boolean asReceived = brought.update() == payload.unsafeBytes();
          fresh.add(asReceived ? payload : Payload.wrap(brought.update()));
        } else {
          fresh.add(NOTHING);
        }
      }
    } catch (RefusedException refused) {
      return new Resolution.Refuse(refused.code(), refused.reason());
    } catch (MalformedUpdateException malformed) {
      return new Resolution.Refuse(
          ErrorCode.INVALID_OPERATION,
          "not a Yjs update: " + malformed.getMessage() + formatTold(submission));
    }
    return news ? accept(fresh, store, grows) : new Resolution.NoChange();
  }

  /** Applications that store format v2 may send it by mistake; v1 begins so only when empty. */
  private static String formatTold(Submission submission) {
    byte[] update = submission.payloads().get(0).unsafeBytes();
    boolean looksLikeV2 = update.length > 2 && update[0] == 0 && update[1] == 0;
    return looksLikeV2 ? "; format v2 is read by an import only" : "";
  }

  /** A document that is full can be made smaller: deletions may go somewhat beyond the limit. */
  private Resolution accept(List<Payload> fresh, UpdateStore store, boolean grows) {
    long maxBytes = grows ? limits.maxBytes() : limits.maxBytes() + limits.maxBytes() / 4;
    if (store.estimatedBytes() > maxBytes) {
      return new Resolution.Refuse(
          ErrorCode.TOO_LARGE, "the document would exceed " + limits.maxBytes() + " bytes");
    }
    if (store.clients() > limits.maxClients()) {
      return new Resolution.Refuse(
          ErrorCode.TOO_LARGE, "the document would exceed " + limits.maxClients() + " clients");
    }
    if (store.waitingBytes() > limits.maxWaitingBytes()
        || store.waitingStructs() > limits.maxWaitingStructs()) {
      return new Resolution.Refuse(
          ErrorCode.RESYNC, "too much waits for updates that have not come");
    }
    if (store.deletedAhead() > Limits.DEFAULT.pendingRanges()) {
      return new Resolution.Refuse(
          ErrorCode.RESYNC, "too many deletions wait for what they delete");
    }
    if (store.clockBlocks() > Limits.CLOCK_BLOCKS) {
      return new Resolution.Refuse(
          ErrorCode.TOO_LARGE, "the document would have more clocks than can be numbered");
    }
    return new Resolution.Apply(fresh, new YjsState(store));
  }
}
