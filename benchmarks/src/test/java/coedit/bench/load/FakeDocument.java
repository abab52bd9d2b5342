package coedit.bench.load;

import java.util.ArrayList;
import java.util.List;

/** A text to which characters are only added; committed operations go out in batches. */
final class FakeDocument {

  private record Insert(int place, String text, String client, long sequence) {}

  private final String id;
  private final StringBuilder text = new StringBuilder();
  private final List<Insert> log = new ArrayList<>();
  private final List<FakeConnection> subscribers = new ArrayList<>();
  private int delivered;
  private boolean stopped;

  FakeDocument(String id) {
    this.id = id;
  }

  String id() {
    return id;
  }

  synchronized String text() {
    return text.toString();
  }

  synchronized int head() {
    return log.size();
  }

  synchronized void join(FakeConnection connection, String client) {
    int head = delivered;
    StringBuilder state = new StringBuilder();
    log.subList(0, head).forEach(one -> state.insert(one.place, one.text));
    subscribers.add(connection);
    connection.send(
        "{\"t\":\"joined\",\"d\":\"%s\",\"client\":\"%s\",\"next\":1,\"type\":\"text\",\"head\":%d,\"snapshot\":{\"r\":%d,\"v\":1,\"content\":\"%s\"},\"ops\":[]}"
            .formatted(id, client, head, head, state));
  }

  synchronized void leave(FakeConnection connection) {
    subscribers.remove(connection);
  }

  synchronized void submit(String client, long sequence, int base, List<FakeInsert> inserts) {
    int head = log.size();
    long next = sequence;
    for (FakeInsert insert : inserts) {
      int place = insert.place();
      for (Insert earlier : log.subList(base, head)) {
        if (!earlier.client.equals(client) && earlier.place < place) {
          place += earlier.text.length();
        }
      }
      text.insert(place, insert.text());
      log.add(new Insert(place, insert.text(), client, next++));
    }
    notifyAll();
  }

  synchronized void stop() {
    stopped = true;
    notifyAll();
  }

  void flushForEver() {
    try {
      while (flush()) {
        Thread.onSpinWait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean flush() throws InterruptedException {
    String frame;
    List<FakeConnection> to;
    synchronized (this) {
      while (delivered == log.size() && !stopped) {
        wait();
      }
      StringBuilder json = new StringBuilder("{\"t\":\"ops\",\"d\":\"" + id + "\",\"ops\":[");
      int end = Math.min(log.size(), delivered + 64);
      for (int i = delivered; i < end; i++) {
        Insert one = log.get(i);
        json.append(i > delivered ? "," : "");
        json.append(
            "{\"r\":%d,\"c\":\"%s\",\"s\":%d,\"u\":\"alice\",\"at\":1795312000123,\"op\":[%s\"%s\"]}"
                .formatted(
                    i + 1,
                    one.client,
                    one.sequence,
                    one.place == 0 ? "" : one.place + ",",
                    one.text));
      }
      delivered = end;
      frame = json.append("]}").toString();
      to = List.copyOf(subscribers);
    }
    to.forEach(connection -> connection.send(frame));
    return !stopped;
  }
}
