package coedit.plugin.richtext;

import java.util.function.Consumer;

/** An inner node; the heights of its two sides differ by at most one. */
final class RunBranch extends RunTree {

  private final RunTree left;
  private final RunTree right;

  RunBranch(RunTree left, RunTree right) {
    super(
        1 + Math.max(left.height(), right.height()),
        left.length() + right.length(),
        left.bytes() + right.bytes());
    this.left = left;
    this.right = right;
  }

  /** A branch of two sides whose heights differ by at most two. */
  static RunBranch balanced(RunTree left, RunTree right) {
    if (left.height() > right.height() + 1) {
      RunBranch tall = (RunBranch) left;
      if (tall.left.height() >= tall.right.height()) {
        return new RunBranch(tall.left, new RunBranch(tall.right, right));
      }
      RunBranch inner = (RunBranch) tall.right;
      return new RunBranch(new RunBranch(tall.left, inner.left), new RunBranch(inner.right, right));
    }
    if (right.height() > left.height() + 1) {
      RunBranch tall = (RunBranch) right;
      if (tall.right.height() >= tall.left.height()) {
        return new RunBranch(new RunBranch(left, tall.left), tall.right);
      }
      RunBranch inner = (RunBranch) tall.left;
      return new RunBranch(new RunBranch(left, inner.left), new RunBranch(inner.right, tall.right));
    }
    return new RunBranch(left, right);
  }

  RunTree left() {
    return left;
  }

  RunTree right() {
    return right;
  }

  @Override
  RunTree prefix(int length) {
    if (length == length()) {
      return this;
    }
    return length <= left.length()
        ? left.prefix(length)
        : link(left, right.prefix(length - left.length()));
  }

  @Override
  RunTree suffix(int from) {
    if (from == 0) {
      return this;
    }
    return from >= left.length()
        ? right.suffix(from - left.length())
        : link(left.suffix(from), right);
  }

  @Override
  char charAt(int position) {
    return position < left.length()
        ? left.charAt(position)
        : right.charAt(position - left.length());
  }

  @Override
  Run first() {
    return left.first();
  }

  @Override
  Run last() {
    return right.last();
  }

  @Override
  void forEach(Consumer<Run> visitor) {
    left.forEach(visitor);
    right.forEach(visitor);
  }

  @Override
  void checkInvariants() {
    if (Math.abs(left.height() - right.height()) > 1) {
      throw new IllegalStateException("heights " + left.height() + " and " + right.height());
    }
    if (left.length() == 0 || right.length() == 0) {
      throw new IllegalStateException("an empty side");
    }
    left.checkInvariants();
    right.checkInvariants();
  }
}
