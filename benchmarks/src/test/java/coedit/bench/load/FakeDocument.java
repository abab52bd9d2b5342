package coedit.bench.load;

import coedit.bench.load.wire.JsonText;
import coedit.model.ClientId;
import coedit.model.Operation;
import coedit.model.OperationName;
import coedit.model.Payload;
import coedit.model.Provenance;
import coedit.plugin.text.TextDocumentType;
import coedit.spi.DocumentState;
import coedit.spi.DocumentType;
import coedit.spi.Resolution;
import coedit.spi.Submission;
import java.util.ArrayList;
import java.util.List;

/** A text document whose committed operations go out in batches. */
final class FakeDocument {

  private static final int BATCH = 64;

  private final String id;
  private final DocumentType type = new TextDocumentType();
  private final List<Operation> log = new ArrayList<>();
  private final List<FakeConnection> subscribers = new ArrayList<>();
  private DocumentState head = type.empty();
  private int delivered;
  private boolean stopped;

  FakeDocument(String id) {
    this.id = id;
  }

  String id() {
    return id;
  }

  synchronized String text() {
    return type.export(head, "text/plain").orElseThrow().utf8();
  }

  /** The state at what is delivered, as an empty snapshot and all operations since. */
  synchronized void join(FakeConnection connection, ClientId client) {
    subscribers.add(connection);
    connection.send(
        "{\"t\":\"joined\",\"d\":\"%s\",\"client\":\"%s\",\"next\":1,\"type\":\"text\",\"head\":%d,\"snapshot\":{\"r\":0,\"v\":1,\"content\":\"\"},\"ops\":%s}"
            .formatted(id, client, delivered, operations(0, delivered)));
  }

  synchronized void leave(FakeConnection connection) {
    subscribers.remove(connection);
  }

  synchronized void submit(ClientId client, long sequence, int base, List<String> operations) {
    List<Payload> payloads = operations.stream().map(Payload::ofUtf8).toList();
    Submission submission =
        new Submission(new OperationName(client, sequence), "alice", base, payloads);
    Resolution resolution =
        type.strategy().resolve(head, submission, log.subList(base, log.size()));
    Resolution.Apply apply = (Resolution.Apply) resolution;
    head = apply.next();
    long next = sequence;
    for (Payload payload : apply.payloads()) {
      log.add(operation(new OperationName(client, next++), base, payload));
    }
    notifyAll();
  }

  private Operation operation(OperationName name, long base, Payload payload) {
    return new Operation(
        log.size() + 1, name, "alice", base, new Provenance(1, 0, 1, payload.checksum()), payload);
  }

  private String operations(int from, int to) {
    List<String> messages = new ArrayList<>();
    for (Operation one : log.subList(from, to)) {
      messages.add(
          "{\"r\":"
              + one.revision()
              + ",\"c\":\""
              + one.name().client()
              + "\",\"s\":"
              + one.name().sequence()
              + ",\"u\":"
              + JsonText.quote(one.author())
              + ",\"at\":1795312000123,\"op\":"
              + one.payload().utf8()
              + "}");
    }
    return "[" + String.join(",", messages) + "]";
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
      int end = Math.min(log.size(), delivered + BATCH);
      frame = "{\"t\":\"ops\",\"d\":\"" + id + "\",\"ops\":" + operations(delivered, end) + "}";
      delivered = end;
      to = List.copyOf(subscribers);
    }
    to.forEach(connection -> connection.send(frame));
    return !stopped;
  }
}
