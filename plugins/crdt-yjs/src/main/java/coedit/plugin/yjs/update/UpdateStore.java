package coedit.plugin.yjs.update;

import coedit.plugin.yjs.encoding.MalformedUpdateException;
import java.util.List;

/**
 * A document as updates, never opened: what it has, what of that waits, and the bytes. Immutable;
 * successive stores share nearly everything, and one that has its content as one update takes
 * little beside it.
 */
public final class UpdateStore {

  /** An open document numbers clocks in blocks of so many bits. */
  public static final int CLOCK_BLOCK_BITS = 12;

  private static final UpdateStore EMPTY =
      new UpdateStore(
          Known.NOTHING,
          Waiting.NOTHING,
          UpdateChain.of(new Updates.Canonical(Updates.empty(), Updates.empty().length - 1)));

  /** What it says never changes, only where it has it from: see {@link #content}. */
  private volatile Known known;

  private final Waiting waiting;
  private final UpdateChain chain;

  private UpdateStore(Known known, Waiting waiting, UpdateChain chain) {
    this.known = known;
    this.waiting = waiting;
    this.chain = chain;
  }

  /** What an update meant to a store. */
  public sealed interface Reception {

    /** All of it was there. */
    record Nothing() implements Reception {}

    /** It brought something. */
    final class News implements Reception {
      private final byte[] update;
      private final boolean bringsStructs;
      private final UpdateStore next;

      News(byte[] update, boolean bringsStructs, UpdateStore next) {
        this.update = update;
        this.bringsStructs = bringsStructs;
        this.next = next;
      }

      /** Whether there is more in it than deletions. */
      public boolean bringsStructs() {
        return bringsStructs;
      }

      /** What is new: the bytes as received when all of it is. */
      public byte[] update() {
        return update;
      }

      /** The store with it. */
      public UpdateStore next() {
        return next;
      }
    }
  }

  public static UpdateStore empty() {
    return EMPTY;
  }

  /**
   * The store with {@code content}, which a store wrote.
   *
   * @throws MalformedUpdateException when it is no well-formed update
   */
  public static UpdateStore of(byte[] content) {
    UpdateScan scan = UpdateScan.of(content, Known.NOTHING);
    Updates.Canonical whole = new Updates.Canonical(content, scan.deletesAt());
    Waiting.Settled settled =
        scan.hasGap()
            ? Waiting.NOTHING.settle(content, scan.next())
            : new Waiting.Settled(scan.next(), Waiting.NOTHING);
    return new UpdateStore(whole.lean(settled.known()), settled.waiting(), UpdateChain.of(whole));
  }

  /**
   * Receives an update.
   *
   * @throws MalformedUpdateException when it is no well-formed update
   */
  public Reception receive(byte[] update) {
    return receive(update, Integer.MAX_VALUE);
  }

  /**
   * Receives an update.
   *
   * @param maxClients that may be known after it
   * @throws MalformedUpdateException when it is no well-formed update
   * @throws coedit.spi.RefusedException when there would be more clients
   */
  public Reception receive(byte[] update, int maxClients) {
    Known before = owned();
    UpdateScan scan = UpdateScan.of(update, before, maxClients);
    if (!scan.bringsAnything()) {
      return new Reception.Nothing();
    }
    byte[] fresh = update;
    if (scan.repeats()) {
      // What is known after it must follow from what is logged: a struct that says "deleted" of
      // clocks that are here would else delete them here and nowhere else.
      fresh = Updates.unknown(update, before);
      scan = UpdateScan.of(fresh, before, maxClients);
    }
    Known next = scan.next();
    Waiting stillWaiting = waiting;
    if (scan.hasGap() || waiting.awaited().hasCome(next)) {
      Waiting.Settled settled = waiting.settle(fresh, next);
      next = settled.known();
      stillWaiting = settled.waiting();
    }
    UpdateStore store = new UpdateStore(next, stillWaiting, chain.with(fresh));
    return new Reception.News(fresh, scan.bringsStructs(), store);
  }

  /** What is known, free of the bytes of this store, which those that follow it do not keep. */
  private Known owned() {
    Known now = known;
    Known owned = now.own();
    if (owned != now) {
      known = owned;
    }
    return owned;
  }

  /** Everything as one update in canonical form: equal stores give equal bytes. */
  public byte[] content() {
    boolean isNew = !chain.isWhole();
    Updates.Canonical content = chain.content(known);
    if (isNew) {
      known = content.lean(known);
    }
    return content.content;
  }

  /**
   * Stops counting, and keeping, what was deleted since the content was last asked for.
   *
   * @return whether that was any; then {@link #estimatedBytes} has become less
   */
  public boolean forgetDeleted() {
    long before = estimatedBytes();
    content();
    return estimatedBytes() < before;
  }

  /** About how many bytes {@link #content} has. */
  public long estimatedBytes() {
    return chain.bytes();
  }

  /** The state vector: the clocks that are here and in line. */
  public byte[] stateVector() {
    return known.stateVector();
  }

  /** What somebody with this state vector lacks, as one update. */
  public byte[] missing(StateVector of) {
    return of.isEmpty() ? content() : Updates.diff(content(), of);
  }

  /** The number of clients of which anything is known. */
  public int clients() {
    return known.clients();
  }

  /** Blocks of 4,096 clocks, of each client those that are in line, a begun one included. */
  public long clockBlocks() {
    return known.clockBlocks();
  }

  /** Ranges of deleted clocks that have not come, or wait. */
  public long deletedAhead() {
    return known.deletedAhead();
  }

  /** The bytes of the structs that wait for others. */
  public int waitingBytes() {
    return waiting.bytes();
  }

  /** The number of structs that wait for others. */
  public int waitingStructs() {
    return waiting.structs();
  }

  /** The store with updates merged one after the other, for tests and tools. */
  static UpdateStore of(List<byte[]> updates) {
    UpdateStore store = EMPTY;
    for (byte[] update : updates) {
      if (store.receive(update) instanceof Reception.News news) {
        store = news.next();
      }
    }
    return store;
  }
}
