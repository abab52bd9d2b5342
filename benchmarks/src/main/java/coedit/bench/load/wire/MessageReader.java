package coedit.bench.load.wire;

import coedit.bench.load.wire.ServerEvents.JoinedState;
import coedit.bench.load.wire.ServerEvents.Refusal;

/**
 * Tells a client what a frame says: one message, or an array of messages. One reader serves all
 * connections of a loop.
 */
public final class MessageReader {

  private final JsonCursor json = new JsonCursor();
  private final CommittedOperation operation = new CommittedOperation();
  private final Fields fields = new Fields();

  /** The few scalar fields of a message, whatever their order. */
  private static final class Fields {
    String kind = "";
    String client = "";
    String code = "";
    long sequence;
    long next;
    long head;
    long length;
    long retryAfter;
    int operationsAt;

    void clear() {
      kind = "";
      client = "";
      code = "";
      retryAfter = 0;
      length = 0;
      operationsAt = -1;
    }
  }

  public void read(byte[] bytes, int from, int to, ServerEvents events) {
    json.reset(bytes, from, to);
    if (json.peek() == '[') {
      json.enter('[');
      while (json.more(']')) {
        message(bytes, events);
      }
    } else {
      message(bytes, events);
    }
  }

  private void message(byte[] bytes, ServerEvents events) {
    fields.clear();
    json.enter('{');
    while (json.more('}')) {
      json.name();
      if (json.is("ops")) {
        operations(bytes, events);
      } else {
        field();
      }
    }
    if (fields.operationsAt >= 0) {
      int after = json.position();
      json.seek(fields.operationsAt);
      operations(bytes, events);
      json.seek(after);
    }
    tell(events);
  }

  /** The operations are delivered as they are read when the kind is known already. */
  private void operations(byte[] bytes, ServerEvents events) {
    if (fields.kind.equals("ops")) {
      deliver(bytes, events);
    } else if (fields.kind.equals("joined")) {
      measure(bytes);
    } else {
      fields.operationsAt = fields.kind.isEmpty() ? json.position() : -1;
      json.skip();
    }
  }

  private void deliver(byte[] bytes, ServerEvents events) {
    json.enter('[');
    while (json.more(']')) {
      operation.read(json, bytes);
      events.operation(operation);
    }
  }

  private void measure(byte[] bytes) {
    json.enter('[');
    while (json.more(']')) {
      operation.read(json, bytes);
      fields.length += operation.lengthChange();
    }
  }

  private void field() {
    if (json.is("t")) {
      fields.kind = text();
    } else if (json.is("client")) {
      fields.client = text();
    } else if (json.is("code")) {
      fields.code = text();
    } else if (json.is("seq")) {
      fields.sequence = json.integer();
    } else if (json.is("next")) {
      fields.next = json.integer();
    } else if (json.is("head")) {
      fields.head = json.integer();
    } else if (json.is("retryAfter")) {
      fields.retryAfter = json.integer();
    } else if (json.is("snapshot")) {
      snapshot();
    } else {
      json.skip();
    }
  }

  private String text() {
    json.text();
    return json.is("ops") ? "ops" : json.string();
  }

  private void snapshot() {
    json.enter('{');
    while (json.more('}')) {
      json.name();
      if (json.is("content") && json.peek() == '"') {
        json.text();
        fields.length += json.codePoints();
      } else {
        json.skip();
      }
    }
  }

  private void tell(ServerEvents events) {
    switch (fields.kind) {
      case "welcome" -> events.welcomed();
      case "joined" ->
          events.joined(new JoinedState(fields.client, fields.next, fields.head, fields.length));
      case "ping" -> events.pinged();
      case "ack" -> events.acknowledged(fields.sequence);
      case "refuse" -> events.refused(new Refusal(fields.sequence, fields.code, fields.retryAfter));
      case "closed", "reset", "error" -> events.ended(fields.kind, fields.code);
      default -> {}
    }
  }
}
