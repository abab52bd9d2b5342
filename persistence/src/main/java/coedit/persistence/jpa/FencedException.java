package coedit.persistence.jpa;

import java.util.Set;

/** Carries a fence's answer out of a transaction, which it rolls back. */
final class FencedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Set<Integer> shards;

  FencedException(Set<Integer> shards) {
    super("fenced: shards " + shards);
    this.shards = shards;
  }

  Set<Integer> shards() {
    return shards;
  }
}
