package coedit.core.room;

/**
 * What rooms hold at a moment.
 *
 * @param sessions that have a document open
 * @param unsettled submissions that wait for their outcome
 * @param unsettledMillis how long the oldest of them has waited
 * @param tailOperations operations kept for sessions that resume, or that came before their turn
 * @param tailBytes about what these take
 * @param contentBytes what the documents' contents take
 * @param presence people who are shown, of all members
 * @param arriving sessions that wait to be let in
 * @param syncing sessions that have asked what their version lacks, or sent what they may not
 * @param answerBytes answers to such questions that are kept
 */
public record RoomLoad(
    int sessions,
    int unsettled,
    long unsettledMillis,
    int tailOperations,
    long tailBytes,
    long contentBytes,
    int presence,
    int arriving,
    int syncing,
    long answerBytes) {

  /** Nothing. */
  static final RoomLoad NONE = new RoomLoad(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

  /** About what the documents take. */
  public long openBytes() {
    return contentBytes + tailBytes + answerBytes;
  }

  RoomLoad plus(RoomLoad other) {
    return new RoomLoad(
        sessions + other.sessions,
        unsettled + other.unsettled,
        Math.max(unsettledMillis, other.unsettledMillis),
        tailOperations + other.tailOperations,
        tailBytes + other.tailBytes,
        contentBytes + other.contentBytes,
        presence + other.presence,
        arriving + other.arriving,
        syncing + other.syncing,
        answerBytes + other.answerBytes);
  }
}
