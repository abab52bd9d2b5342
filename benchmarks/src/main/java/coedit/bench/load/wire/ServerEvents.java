package coedit.bench.load.wire;

/** What the server's messages say to one client. */
public interface ServerEvents {

  void welcomed();

  /** The server asks for a sign of life. */
  void pinged();

  void joined(JoinedState state);

  /**
   * One committed operation.
   *
   * @param operation valid during the call only
   */
  void operation(CommittedOperation operation);

  /**
   * A submission was settled without its operations being sent.
   *
   * @param sequence the last of the submission
   */
  void acknowledged(long sequence);

  void refused(Refusal refusal);

  /** The join, or the whole socket, is over: {@code closed}, {@code reset} or {@code error}. */
  void ended(String kind, String code);

  /**
   * A refused submission.
   *
   * @param sequence the first of the submission
   * @param retryAfterMillis 0 when waiting does not help
   */
  record Refusal(long sequence, String code, long retryAfterMillis) {}

  /**
   * The state after a join.
   *
   * @param client the client id the server issued
   * @param next the sequence to use next
   * @param head the revision of the state
   * @param length the text's length in code points
   */
  record JoinedState(String client, long next, long head, long length) {}
}
