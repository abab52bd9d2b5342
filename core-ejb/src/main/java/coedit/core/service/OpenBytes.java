package coedit.core.service;

import coedit.model.DocumentId;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * About what the documents that are open or sequenced on a server take, of all people together, and
 * how much they may (INV-12). Rooms and lanes tell what they hold; what one of them is about to
 * open is counted from that moment until it has told of it, then twice until the next sum: for a
 * second. Thread-safe.
 */
public final class OpenBytes {

  /** So many sums later what did not fit is read again: it may have become smaller. */
  private static final int REMEMBERED = 10;

  private static final int MOST_REMEMBERED = 10_000;

  /** Who opens a document: both may, and each keeps it in its own way. */
  public enum Holder {
    ROOM,
    LANE
  }

  private record Opening(DocumentId document, Holder by) {}

  private final long most;
  private final Map<Opening, Long> openings = new ConcurrentHashMap<>();
  private final Map<Opening, Long> didNotFit = new HashMap<>();
  private long opening;
  private long told;
  private long held;
  private long refused;
  private int sums;

  /**
   * Nothing is open.
   *
   * @param most how many bytes may be
   */
  public OpenBytes(long most) {
    this.most = most;
  }

  /**
   * Whether a document may be read in order to open it: not while there is no room for anything,
   * nor for what it took a moment ago, when it did not fit.
   */
  public synchronized boolean mayBeRead(DocumentId document, Holder by) {
    long least = didNotFit.getOrDefault(new Opening(document, by), 0L);
    return fits(least);
  }

  /**
   * Counts a document that is about to be opened, once however often it is tried; false when that
   * is too much: it must not be.
   */
  public synchronized boolean admits(DocumentId document, Holder by, long bytes) {
    Opening one = new Opening(document, by);
    forget(one);
    if (!fits(bytes)) {
      if (didNotFit.size() < MOST_REMEMBERED) {
        didNotFit.put(one, bytes);
      }
      return false;
    }
    count(one, bytes);
    return true;
  }

  /** Counts one that is opened whatever else is. */
  public synchronized void add(DocumentId document, Holder by, long bytes) {
    Opening one = new Opening(document, by);
    forget(one);
    count(one, bytes);
  }

  /** Its holder tells of it from now on, or has not opened it after all. */
  public void told(DocumentId document, Holder by) {
    Opening one = new Opening(document, by);
    if (openings.containsKey(one)) { // few of those who tell have just opened something
      synchronized (this) {
        told += forget(one);
      }
    }
  }

  /**
   * Every second.
   *
   * @param sum of what rooms and lanes hold
   */
  public void tick(LongSupplier sum) {
    long toldBefore;
    synchronized (this) {
      toldBefore = told;
    }
    long now = sum.getAsLong();
    synchronized (this) {
      held = now;
      told -= toldBefore;
      sums++;
      if (sums % REMEMBERED == 0) {
        didNotFit.clear();
      }
    }
  }

  private boolean fits(long bytes) {
    boolean fits = total() + bytes <= most;
    if (!fits) {
      refused++;
    }
    return fits;
  }

  private void count(Opening one, long bytes) {
    openings.put(one, bytes);
    opening += bytes;
    didNotFit.remove(one);
  }

  private long forget(Opening one) {
    Long bytes = openings.remove(one);
    if (bytes == null) {
      return 0;
    }
    opening -= bytes;
    return bytes;
  }

  /** The bytes. */
  public synchronized long total() {
    return held + told + opening;
  }

  /** How many documents are being opened; for the gauge. */
  public synchronized int openings() {
    return openings.size();
  }

  /** How many times a document was not opened because too much was, since the start. */
  public synchronized long refused() {
    return refused;
  }
}
