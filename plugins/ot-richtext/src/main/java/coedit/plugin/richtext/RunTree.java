package coedit.plugin.richtext;

import coedit.plugin.richtext.DeltaOperation.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A document's content as a persistent balanced tree whose leaves are runs in document order.
 *
 * <p>The idea: cutting at a position and linking two trees both cost the height of the tree, and
 * share every subtree that they do not cut. An operation is then a few cuts and links, whatever the
 * document's length. The tree is height-balanced (Adelson-Velsky and Landis, 1962), in the form
 * built on linking alone (Blelloch, Ferizovic, Sun: "Just Join for Parallel Ordered Sets", 2016).
 *
 * <p>Neighbouring short runs with equal attributes are joined where trees touch, so that typing
 * does not leave a leaf per key; the shape of the tree is otherwise no part of the content.
 */
abstract class RunTree {

  private final int height;
  private final int length;
  private final long bytes;

  RunTree(int height, int length, long bytes) {
    this.height = height;
    this.length = length;
    this.bytes = bytes;
  }

  int height() {
    return height;
  }

  /** In UTF-16 code units; an embed counts 1. */
  int length() {
    return length;
  }

  /** About how many bytes the content has as a delta. */
  long bytes() {
    return bytes;
  }

  /** The first {@code length} units. */
  abstract RunTree prefix(int length);

  /** What follows the first {@code from} units. */
  abstract RunTree suffix(int from);

  abstract char charAt(int position);

  abstract Run first();

  abstract Run last();

  /** Visits the runs in document order. */
  abstract void forEach(Consumer<Run> visitor);

  /** Checks what every tree keeps; for tests. */
  abstract void checkInvariants();

  RunTree slice(int from, int length) {
    return suffix(from).prefix(length);
  }

  /** The tree of an insert's content, of any length. */
  static RunTree of(Object content, Attributes attributes) {
    if (!(content instanceof String text) || text.length() <= Run.MAX_TEXT) {
      return Run.of(content, attributes);
    }
    List<Run> runs = new ArrayList<>(text.length() / Run.MAX_TEXT + 1);
    for (int from = 0; from < text.length(); from += Run.MAX_TEXT) {
      int to = Math.min(text.length(), from + Run.MAX_TEXT);
      runs.add(Run.of(text.substring(from, to), attributes));
    }
    return of(runs);
  }

  /** The tree of an operation that only inserts. */
  static RunTree ofDocument(DeltaOperation document) {
    return Run.NOTHING.apply(document);
  }

  /** The balanced tree of {@code runs}. */
  private static RunTree of(List<Run> runs) {
    if (runs.isEmpty()) {
      return Run.NOTHING;
    }
    if (runs.size() == 1) {
      return runs.get(0);
    }
    int middle = runs.size() / 2;
    return new RunBranch(of(runs.subList(0, middle)), of(runs.subList(middle, runs.size())));
  }

  /** This document with an operation applied that reaches no further than its end. */
  RunTree apply(DeltaOperation operation) {
    RunTree done = Run.NOTHING;
    RunTree rest = this;
    for (int i = 0; i < operation.size(); i++) {
      int length = operation.length(i);
      Object content = operation.content(i);
      if (content != null) {
        done = concat(done, of(content, operation.attributes(i)));
        continue;
      }
      if (operation.kind(i) == Kind.RETAIN) {
        done = concat(done, rest.prefix(length).formatted(operation.attributes(i)));
      }
      rest = rest.suffix(length);
    }
    return concat(done, rest);
  }

  /** These runs with a retain's attributes composed onto each. */
  private RunTree formatted(Attributes change) {
    if (change.isEmpty()) {
      return this;
    }
    List<Run> runs = new ArrayList<>();
    forEach(
        run -> {
          Run formatted = run.formatted(change);
          int last = runs.size() - 1;
          if (last >= 0 && runs.get(last).joins(formatted)) {
            runs.set(last, runs.get(last).join(formatted));
          } else {
            runs.add(formatted);
          }
        });
    return of(runs);
  }

  /** {@code left}, then {@code right}; the runs that touch are joined when short enough. */
  static RunTree concat(RunTree left, RunTree right) {
    if (left.length == 0 || right.length == 0) {
      return left.length == 0 ? right : left;
    }
    Run last = left.last();
    Run first = right.first();
    if (!last.joins(first)) {
      return link(left, right);
    }
    RunTree before = left.prefix(left.length - last.length());
    RunTree after = right.suffix(first.length());
    return link(link(before, last.join(first)), after);
  }

  /** {@code left}, then {@code right}, balanced, with no run changed. */
  static RunTree link(RunTree left, RunTree right) {
    if (left.length == 0 || right.length == 0) {
      return left.length == 0 ? right : left;
    }
    if (left.height > right.height + 1) {
      RunBranch branch = (RunBranch) left;
      return RunBranch.balanced(branch.left(), link(branch.right(), right));
    }
    if (right.height > left.height + 1) {
      RunBranch branch = (RunBranch) right;
      return RunBranch.balanced(link(left, branch.left()), branch.right());
    }
    return new RunBranch(left, right);
  }
}
