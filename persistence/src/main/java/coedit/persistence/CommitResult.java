package coedit.persistence;

import java.util.Set;

/** How a group's transaction ended. */
public sealed interface CommitResult {

  /** Durable, all of it. */
  record Committed() implements CommitResult {}

  /** Rolled back: these shards are under another lease or another commit count. */
  record Fenced(Set<Integer> shards) implements CommitResult {
    public Fenced {
      shards = Set.copyOf(shards);
    }
  }

  /** Nothing was committed: the database cannot be reached or is out of service. Try later. */
  record Unavailable(Exception cause) implements CommitResult {}

  /**
   * Rolled back for certain, for example by a constraint; a part of the group may still succeed.
   */
  record Failed(Exception cause) implements CommitResult {}

  /** Committed or not, nobody knows: the lease must be taken again before anything else. */
  record Unknown(Exception cause) implements CommitResult {}
}
