package coedit.core.service;

import coedit.model.Payload;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Live editing. No call blocks: what comes of it arrives at the {@link Subscriber}, in order. Safe
 * from every thread; calls for one subscription are made one at a time.
 */
public interface EditingService {

  /**
   * Opens a document for one session. The subscriber gets {@link Subscriber#joined} and after it
   * every committed revision, or {@link Subscriber#closed} with the reason.
   */
  Subscription join(JoinRequest request, Subscriber subscriber);

  /**
   * Sends operations, each made on top of the one before it. Of a type that merges, one submission
   * of a subscription is under way at a time, and sequence numbers may be skipped.
   *
   * @param sequence the client's number of the first of them
   * @param base the revision that the client had applied
   */
  void submit(Subscription subscription, long sequence, long base, List<Payload> payloads);

  /**
   * Asks again what {@code version} lacks, which {@link Subscriber#synced} answers; for sessions
   * that joined with one.
   */
  void sync(Subscription subscription, Payload version);

  /**
   * The client tells its state at a revision, which is compared with the store's when that is
   * cheap. One that differs ends the subscription with {@code DIVERGED}.
   *
   * @param checksum CRC-32 of the state's canonical form, eight lower-case hexadecimal digits
   */
  void compare(Subscription subscription, long revision, String checksum);

  /** Shows others where this person is; empty takes it back. Lossy: never stored, never ordered. */
  void presence(Subscription subscription, Optional<Payload> state);

  /**
   * Says something to everybody else who has the document open now, if this person may edit it.
   * What is said means nothing to the server. Lossy: never stored, never ordered with operations.
   */
  void say(Subscription subscription, Payload word);

  /**
   * Somebody is shown anew to be who they are, perhaps in other groups: what these may do holds
   * from now on. Who may do more or less than before has to join again.
   */
  void shownAs(Subscription subscription, Participant participant);

  /** Ends the subscription; nothing is delivered afterwards. */
  void leave(Subscription subscription);

  /** How many submissions of this server's sessions wait for their outcome now. */
  CompletionStage<Integer> unsettled();
}
