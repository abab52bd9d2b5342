package coedit.plugin.yjs;

import coedit.model.Payload;
import coedit.plugin.yjs.encoding.AnyValue;
import coedit.plugin.yjs.encoding.ByteWriter;
import coedit.plugin.yjs.update.Struct;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Well-formed updates that no editor writes: structs of every kind anywhere, over clocks that are
 * known, in line, or far ahead, with lengths and deletions of any size.
 */
final class HostileUpdates {

  private static final int CLIENTS = 5;
  private static final int KINDS = Struct.SKIP + 1;
  private static final int TYPES = 7;
  private static final List<String> JSON =
      List.of("null", "true", "{\"a\":[1,\"b\"]}", "\"\\u0007\"");

  private final Random random;
  private final int[] clocks = new int[CLIENTS];

  HostileUpdates(Random random) {
    this.random = random;
  }

  private boolean oneIn(int chance) {
    return random.nextInt(chance) == 0;
  }

  Payload next() {
    ByteWriter out = new ByteWriter();
    List<Integer> clients = new ArrayList<>(List.of(0, 1, 2, 3, 4));
    Collections.shuffle(clients, random);
    int blocks = oneIn(6) ? 0 : 1 + random.nextInt(2);
    out.writeVarUint(blocks);
    clients.subList(0, blocks).forEach(client -> block(client, out));
    int deleting = blocks == 0 || oneIn(4) ? 1 + random.nextInt(2) : 0;
    out.writeVarUint(deleting);
    for (int i = 0; i < deleting; i++) {
      deletions(out);
    }
    return Payload.wrap(out.toBytes());
  }

  private void block(int client, ByteWriter out) {
    int clock = clocks[client];
    if (oneIn(8)) {
      clock = random.nextInt(clock + 1);
    } else if (oneIn(12)) {
      clock = Math.min(clock, 1 << 30) + random.nextInt(20);
    }
    int structs = 1 + random.nextInt(6);
    ByteWriter body = new ByteWriter();
    int start = clock;
    int written = 0;
    for (; written < structs && clock < Integer.MAX_VALUE - (1 << 29); written++) {
      clock += struct(client, clock, body);
    }
    out.writeVarUint(written);
    out.writeVarUint(client);
    out.writeVarUint(start);
    out.writeAll(body);
    clocks[client] = Math.max(clocks[client], clock);
  }

  /** Returns how many clocks it took. */
  private int struct(int client, int clock, ByteWriter out) {
    int kind = oneIn(3) ? random.nextInt(KINDS) : Struct.STRING;
    if (kind == Struct.GC || kind == Struct.SKIP) {
      out.writeByte(kind);
      return length(out);
    }
    boolean origin = !oneIn(4);
    boolean rightOrigin = oneIn(4);
    boolean key = oneIn(5);
    int from = random.nextInt(CLIENTS);
    int right = random.nextInt(CLIENTS);
    origin &= limit(from, client, clock) > 0;
    rightOrigin &= limit(right, client, clock) > 0;
    out.writeByte(
        kind
            | (origin ? Struct.HAS_ORIGIN : 0)
            | (rightOrigin ? Struct.HAS_RIGHT_ORIGIN : 0)
            | (key ? Struct.HAS_KEY : 0));
    if (origin) {
      reference(from, client, clock, out);
    }
    if (rightOrigin) {
      reference(right, client, clock, out);
    }
    if (!origin && !rightOrigin) {
      parent(client, clock, out);
      if (key) {
        out.writeString(oneIn(2) ? "k" : "href");
      }
    }
    return content(kind, out);
  }

  private int limit(int of, int client, int clock) {
    return of == client ? clock : clocks[of] + (oneIn(20) ? 5 : 0);
  }

  private void reference(int of, int client, int clock, ByteWriter out) {
    int limit = Math.max(1, of == client ? clock : clocks[of]);
    boolean recent = oneIn(2);
    out.writeVarUint(of);
    out.writeVarUint(limit - 1 - random.nextInt(recent ? Math.min(limit, 8) : limit));
  }

  private void parent(int client, int clock, ByteWriter out) {
    int of = random.nextInt(CLIENTS);
    if (oneIn(2) && limit(of, client, clock) > 0) {
      out.writeByte(0);
      reference(of, client, clock, out);
    } else {
      out.writeByte(1);
      out.writeString(oneIn(2) ? "a" : "b");
    }
  }

  private int length(ByteWriter out) {
    int length = 1 + random.nextInt(oneIn(10) ? 1 << 20 : oneIn(100) ? 1 << 29 : 5);
    out.writeVarUint(length);
    return length;
  }

  private int content(int kind, ByteWriter out) {
    switch (kind) {
      case Struct.DELETED -> {
        return length(out);
      }
      case Struct.STRING -> {
        String text = List.of("a", "text\n", "\n\n", "ü漢", "\ud83d\ude00").get(random.nextInt(5));
        out.writeString(text);
        return text.length();
      }
      case Struct.ANY, Struct.JSON -> {
        int count = 1 + random.nextInt(3);
        out.writeVarUint(count);
        for (int i = 0; i < count; i++) {
          if (kind == Struct.ANY) {
            new AnyValue.Elements(List.of(new AnyValue.Numeric(random.nextGaussian()))).write(out);
          } else {
            out.writeString(json());
          }
        }
        return count;
      }
      default -> single(kind, out);
    }
    return 1;
  }

  private void single(int kind, ByteWriter out) {
    switch (kind) {
      case Struct.BINARY -> {
        out.writeVarUint(2);
        out.writeByte(0);
        out.writeByte(255);
      }
      case Struct.EMBED -> out.writeString(json());
      case Struct.FORMAT -> {
        out.writeString(List.of("bold", "list", "link", "header").get(random.nextInt(4)));
        out.writeString(json());
      }
      case Struct.TYPE -> {
        int type = random.nextInt(TYPES);
        out.writeVarUint(type);
        if (type == Struct.TYPE_XML_ELEMENT || type == Struct.TYPE_XML_HOOK) {
          out.writeString(List.of("heading", "p", "ul", "li", "tr").get(random.nextInt(5)));
        }
      }
      default -> {
        out.writeString("guid");
        new AnyValue.Entries(Map.of()).write(out);
      }
    }
  }

  private String json() {
    return JSON.get(random.nextInt(JSON.size()));
  }

  private void deletions(ByteWriter out) {
    int ranges = oneIn(60) ? 20_000 : 1 + random.nextInt(4);
    int client = random.nextInt(2 * CLIENTS);
    int known = client < CLIENTS ? clocks[client] : 0;
    int clock = random.nextInt(Math.min(known, 1 << 29) + 10);
    out.writeVarUint(client);
    out.writeVarUint(ranges);
    for (int range = 0; range < ranges; range++) {
      out.writeVarUint(clock);
      int length = oneIn(200) ? 1 << 20 : 1 + random.nextInt(4);
      out.writeVarUint(length);
      clock += length + random.nextInt(3);
    }
  }
}
