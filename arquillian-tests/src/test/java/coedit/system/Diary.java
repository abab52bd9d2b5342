package coedit.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/** The last things that happened to a client, with their times. Safe for use by many threads. */
final class Diary {

  private static final int LAST = 40;

  /** What comes all the time, and what explains a wait without more words. */
  private static final Set<String> USUAL = Set.of("ops", "presence", "ping", "left");

  private static final Set<String> WITH_REASON = Set.of("refuse", "closed", "error", "reset");

  private final Deque<String> entries = new ArrayDeque<>();

  synchronized void note(String what) {
    if (entries.size() == LAST) {
      entries.removeFirst();
    }
    entries.addLast(LocalTime.now().truncatedTo(ChronoUnit.MILLIS) + " " + what);
  }

  void heard(JsonNode message) {
    String type = message.get("t").asText();
    if (!USUAL.contains(type)) {
      note(WITH_REASON.contains(type) ? "hears " + message : "hears " + type);
    }
  }

  @Override
  public synchronized String toString() {
    return String.join("; ", entries);
  }
}
