package coedit.plugin.yjs.update;

import coedit.model.ErrorCode;
import coedit.plugin.yjs.encoding.ByteReader;
import coedit.plugin.yjs.encoding.MalformedUpdateException;
import coedit.spi.RefusedException;
import java.util.Arrays;

/**
 * One walk over an update that tells what it brings to a document, and checks every byte of it.
 * This is what almost every edit costs: a keystroke is one struct of one client, continues at the
 * clock that is known, refers to what is known, and so is logged and sent on as it came.
 */
final class UpdateScan {

  private static final long[] NONE_IMPLIED = {};

  private final Struct struct = new Struct();
  private Known next;
  private boolean bringsStructs;
  private boolean bringsDeletes;
  private boolean repeats;
  private boolean hasGap;
  private int deletesAt;

  /** Deletions that the structs imply, in pieces of client, start, end. */
  private long[] implied = NONE_IMPLIED;

  private int impliedSize;
  private int[] ranges = Ranges.NONE;

  private final int maxClients;

  private UpdateScan(Known known, int maxClients) {
    this.next = known;
    this.maxClients = maxClients;
  }

  static UpdateScan of(byte[] update, Known known) {
    return of(update, known, Integer.MAX_VALUE);
  }

  /**
   * @param maxClients that may be known after it
   * @throws MalformedUpdateException when it is no well-formed update
   * @throws RefusedException when there would be more clients: known at the first one too many,
   *     since noting a client costs more than reading it
   */
  static UpdateScan of(byte[] update, Known known, int maxClients) {
    UpdateScan scan = new UpdateScan(known, maxClients);
    ByteReader in = new ByteReader(update);
    scan.blocks(in);
    scan.deletesAt = in.position();
    scan.deletes(in);
    if (in.hasMore()) {
      throw in.malformed("bytes after the end");
    }
    scan.applyImplied();
    return scan;
  }

  /** Whether any clock or deletion in it is new. */
  boolean bringsAnything() {
    return bringsStructs || bringsDeletes;
  }

  /** Whether any clock in it is new. */
  boolean bringsStructs() {
    return bringsStructs;
  }

  /** Whether any clock or deletion in it is known already. */
  boolean repeats() {
    return repeats;
  }

  /** Whether a new struct is not in line, or might not be. */
  boolean hasGap() {
    return hasGap;
  }

  /** Where in the update its delete set stands. */
  int deletesAt() {
    return deletesAt;
  }

  /**
   * What is known after the update; when there is a gap, what it deletes and those of its structs
   * that are in line without looking twice.
   */
  Known next() {
    return next;
  }

  private void blocks(ByteReader in) {
    int blocks = in.readCount(UpdateBlocks.MIN_BLOCK);
    UpdateBlocks.Repeats clients = null;
    for (int b = 0; b < blocks; b++) {
      int structs = in.readCount(UpdateBlocks.MIN_STRUCT);
      long client = in.readVarUint();
      if (blocks > 1) {
        clients = clients == null ? new UpdateBlocks.Repeats() : clients;
        clients.refuse(client, in);
      }
      block(in, structs, client, in.readVarUint31());
    }
  }

  private void block(ByteReader in, int structs, long client, int start) {
    ClientClocks before = next.of(client);
    boolean gap = !before.waiting().isEmpty();
    int inLine = before.clock();
    int clock = start;
    for (int s = 0; s < structs; s++) {
      struct.read(in, client, clock);
      clock = struct.end();
      if (struct.kind == Struct.SKIP) {
        continue;
      }
      if (clock <= before.clock()) {
        repeats = true;
        continue;
      }
      compare(before);
      if (struct.kind == Struct.DELETED || struct.kind == Struct.GC) {
        imply(client, struct.clock, clock);
      }
      gap = gap || struct.clock > inLine || refersToUnknown();
      inLine = clock;
    }
    if (gap) {
      hasGap = true;
    } else if (inLine > before.clock()) {
      note(client, before.upTo(inLine));
    }
  }

  /** A struct that reaches beyond the known clocks: all of it new, or a part. */
  private void compare(ClientClocks before) {
    RangeSet waiting = before.waiting();
    int start = Math.max(struct.clock, before.clock());
    long fresh =
        waiting.isEmpty()
            ? struct.end() - start
            : waiting.with(start, struct.end()).total() - waiting.total();
    bringsStructs |= fresh > 0;
    repeats |= fresh < struct.length;
  }

  private boolean refersToUnknown() {
    return (struct.hasOrigin && isUnknown(struct.originClient, struct.originClock))
        || (struct.hasRightOrigin && isUnknown(struct.rightClient, struct.rightClock))
        || (struct.hasParent
            && !struct.parentIsRoot
            && isUnknown(struct.parentClient, struct.parentClock));
  }

  private boolean isUnknown(long client, int clock) {
    return client != struct.client && clock >= next.clock(client);
  }

  private void imply(long client, int start, int end) {
    if (impliedSize == implied.length) {
      implied = Arrays.copyOf(implied, Math.max(6, 2 * impliedSize));
    }
    implied[impliedSize++] = client;
    implied[impliedSize++] = start;
    implied[impliedSize++] = end;
  }

  /** Deleted and collected structs enter the delete set when they arrive. */
  private void applyImplied() {
    for (int i = 0; i < impliedSize; ) {
      long client = implied[i];
      int size = 0;
      for (; i < impliedSize && implied[i] == client; i += 3) {
        size = add(size, (int) implied[i + 1], (int) implied[i + 2]);
      }
      int[] flat = Ranges.normalised(ranges, size);
      next = next.withDeleted(client, flat, flat.length);
    }
  }

  private void deletes(ByteReader in) {
    int clients = in.readCount(DeleteSet.MIN_RANGE);
    if (clients == 1) {
      long client = in.readVarUint();
      int size = 0;
      for (int count = in.readCount(DeleteSet.MIN_RANGE); count > 0; count--) {
        int start = in.readVarUint31();
        size = add(size, start, start + DeleteSet.readLength(in, start));
      }
      delete(client, Ranges.normalised(ranges, size));
    } else if (clients > 1) {
      // A client may be named again and again: each is united once, whatever the peer wrote.
      DeleteSet gathered = new DeleteSet();
      gathered.readClients(in, clients);
      for (long client : gathered.clients()) {
        delete(client, gathered.of(client));
      }
    }
  }

  private void delete(long client, int[] flat) {
    ClientClocks before = next.of(client);
    RangeSet deleted = before.deleted().union(flat, flat.length);
    long fresh = deleted.total() - before.deleted().total();
    repeats |= fresh < Ranges.total(flat);
    if (fresh > 0) {
      bringsDeletes = true;
      note(client, before.withDeleted(deleted));
    }
  }

  private void note(long client, ClientClocks clocks) {
    next = next.with(client, clocks);
    if (next.clients() > maxClients) {
      throw new RefusedException(
          ErrorCode.TOO_LARGE, "the document would have more than " + maxClients + " clients");
    }
  }

  private int add(int size, int start, int end) {
    if (size == ranges.length) {
      ranges = Arrays.copyOf(ranges, 2 * size + 2);
    }
    ranges[size] = start;
    ranges[size + 1] = end;
    return size + 2;
  }
}
