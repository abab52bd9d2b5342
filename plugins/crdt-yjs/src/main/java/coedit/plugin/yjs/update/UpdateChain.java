package coedit.plugin.yjs.update;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The bytes of a document as a chain: a whole, and the updates since. A link is immutable in what
 * it means and not in how it holds it: once somebody asked for its content it is a whole itself,
 * and everything before it can go. Any thread may ask.
 *
 * <p>Sixty-four updates in a row are merged into one, sixty-four of those again, and so on up to
 * {@link #MAX_MERGED} bytes, so that a document that is typed into for hours is neither long in
 * links nor much larger in memory than its content.
 */
final class UpdateChain {

  private static final int FAN = 64;

  /** Larger merges wait until the content is asked for, which is not on the path of an edit. */
  private static final int MAX_MERGED = 1 << 16;

  private sealed interface Body {}

  private static final class Whole implements Body {
    final Updates.Canonical canonical;

    Whole(Updates.Canonical canonical) {
      this.canonical = canonical;
    }
  }

  private static final class Link implements Body {
    final UpdateChain before;
    final byte[] update;

    Link(UpdateChain before, byte[] update) {
      this.before = before;
      this.update = update;
    }
  }

  private volatile Body body;

  /** How often the update was merged. */
  private final int tier;

  /** How many links of this tier stand in a row, this one included. */
  private final int row;

  private final long bytes;

  private UpdateChain(Body body, int tier, int row, long bytes) {
    this.body = body;
    this.tier = tier;
    this.row = row;
    this.bytes = bytes;
  }

  /** A chain that begins with a canonical whole. */
  static UpdateChain of(Updates.Canonical whole) {
    return new UpdateChain(new Whole(whole), 0, 0, whole.content.length);
  }

  /** Whether somebody asked for the content, or it was there from the beginning. */
  boolean isWhole() {
    return body instanceof Whole;
  }

  /** About the size of the content. */
  long bytes() {
    return body instanceof Whole whole ? whole.canonical.content.length : bytes;
  }

  /** This chain and one more update, which repeats nothing. */
  UpdateChain with(byte[] update) {
    return linked(this, update, 0);
  }

  private static UpdateChain linked(UpdateChain before, byte[] update, int tier) {
    int row = before.body instanceof Link && before.tier == tier ? before.row + 1 : 1;
    UpdateChain chain =
        new UpdateChain(new Link(before, update), tier, row, before.bytes() + update.length);
    return row % FAN == 0 ? chain.shortened() : chain;
  }

  /** Merges the last links of one tier, when that is cheap. */
  private UpdateChain shortened() {
    List<byte[]> updates = new ArrayList<>(FAN);
    UpdateChain at = this;
    int size = 0;
    while (updates.size() < FAN && at.tier == tier && at.body instanceof Link link) {
      updates.add(link.update);
      size += link.update.length;
      at = link.before;
    }
    if (size > MAX_MERGED) {
      return this;
    }
    Collections.reverse(updates);
    return linked(at, Updates.merge(updates), tier + 1);
  }

  /**
   * The canonical form of everything in the chain.
   *
   * @param known what the document has after this link
   */
  Updates.Canonical content(Known known) {
    if (body instanceof Whole whole) {
      return whole.canonical;
    }
    List<byte[]> updates = new ArrayList<>();
    UpdateChain at = this;
    while (true) {
      Body found = at.body;
      if (found instanceof Link link) {
        updates.add(link.update);
        at = link.before;
      } else if (found instanceof Whole whole) {
        updates.add(whole.canonical.content);
        break;
      }
    }
    Collections.reverse(updates);
    Updates.Canonical content = Updates.canonical(updates, known);
    body = new Whole(content);
    return content;
  }
}
