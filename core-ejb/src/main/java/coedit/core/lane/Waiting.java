package coedit.core.lane;

import coedit.core.cluster.MemberId;
import coedit.spi.Submission;

/**
 * A submission that waits for its turn.
 *
 * @param turn its place in the lane's order of arrival
 * @param origin the member that holds the author's session and is told the outcome
 * @param accessEpoch the grants under which the author was let through
 * @param attempts how often it was dropped without harm already
 */
record Waiting(long turn, MemberId origin, Submission submission, long accessEpoch, int attempts) {

  Waiting again() {
    return new Waiting(turn, origin, submission, accessEpoch, attempts + 1);
  }

  Waiting atTurn(long changed) {
    return new Waiting(changed, origin, submission, accessEpoch, attempts);
  }
}
