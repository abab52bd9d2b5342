package coedit.system;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Frames that nobody meant: right messages with something wrong in them, wrong ones that look
 * right, and a little noise. The same random numbers make the same frames. Most are such as a
 * server answers and goes on; one in about twenty is such as it must end the socket for.
 */
abstract class FuzzedFrames {

  /** Where frames go. */
  interface Sink {
    /**
     * Takes a frame.
     *
     * @param opcode with reserved bits, as in the first byte
     */
    void frame(int opcode, boolean last, byte[] data);
  }

  private static final int OF = 1_000;
  private static final int WHOLE = 900;
  private static final int IN_PIECES = 950;
  private static final int DAMAGED = 980;
  private static final int NOISE = 995;

  protected final Random random;
  private final int opcode;

  private FuzzedFrames(Random random, int opcode) {
    this.random = random;
    this.opcode = opcode;
  }

  /** A message, right or nearly so. */
  protected abstract byte[] message();

  /** The next message, in one frame or in several. */
  void next(Sink to) {
    int dice = random.nextInt(OF);
    if (dice < WHOLE) {
      to.frame(opcode, true, message());
    } else if (dice < IN_PIECES) {
      byte[] whole = message();
      int cut = random.nextInt(whole.length + 1);
      to.frame(opcode, false, Arrays.copyOf(whole, cut));
      to.frame(RawSocket.CONTINUATION, true, Arrays.copyOfRange(whole, cut, whole.length));
    } else if (dice < DAMAGED) {
      to.frame(opcode, true, damaged(message()));
    } else if (dice < NOISE) {
      byte[] noise = new byte[random.nextInt(200)];
      random.nextBytes(noise);
      to.frame(opcode, true, noise);
    } else {
      // Any opcode but that of the end, any reserved bits, ended or not.
      int any = random.nextInt(128);
      to.frame((any & 0x0f) == 8 ? 0x0b : any, random.nextBoolean(), message());
    }
  }

  protected <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private byte[] damaged(byte[] whole) {
    int at = random.nextInt(Math.max(1, whole.length));
    byte[] damaged = whole.clone();
    switch (random.nextInt(3)) {
      case 0 -> damaged = Arrays.copyOf(whole, at);
      case 1 -> System.arraycopy(whole, 0, damaged, at, whole.length - at);
      default -> {
        if (whole.length > 0) {
          damaged[at] = (byte) random.nextInt(256);
        }
      }
    }
    return damaged;
  }

  /**
   * The native protocol.
   *
   * @param open documents that anything may be said of
   * @param watched documents of others, which are joined and left and shown presence only
   */
  static FuzzedFrames ofProtocol(Random random, List<String> open, List<String> watched) {
    return new Native(random, open, watched);
  }

  /** The y-websocket protocol. */
  static FuzzedFrames ofYWebsocket(Random random) {
    return new Yjs(random, List.of());
  }

  /** The Hocuspocus protocol. */
  static FuzzedFrames ofHocuspocus(Random random, List<String> documents) {
    return new Yjs(random, documents);
  }

  private static final class Native extends FuzzedFrames {

    private static final List<String> VALUES =
        List.of(
            "null",
            "true",
            "0",
            "-1",
            "1.5",
            "1e309",
            "9007199254740993",
            "\"\"",
            "\"x\"",
            "\"\\ud800\"",
            "\"\\u0000\"",
            "[]",
            "{}",
            "[[]]",
            "[[1]]",
            "[{\"d\":1}]",
            "[[\"x\"]]",
            "[[{\"d\":0}]]",
            "[[0,\"\"]]",
            "[[1,[2]]]",
            "{\"generation\":1}",
            "\"0b7e0b7e-0b7e-0b7e-0b7e-0b7e0b7e0b7e\"");
    private static final List<String> KINDS =
        List.of(
            "join",
            "leave",
            "submit",
            "submit",
            "presence",
            "part",
            "part",
            "state",
            "ping",
            "pong",
            "welcome",
            "ops",
            "",
            "sübmit");
    private static final List<String> FIELDS =
        List.of(
            "t",
            "seq",
            "base",
            "ops",
            "state",
            "client",
            "resume",
            "id",
            "last",
            "data",
            "r",
            "hash",
            "applied",
            "__proto__");

    /** Joined in whatever order, hardly ever a message. */
    private static final List<String> PIECES =
        List.of(
            "",
            "{",
            "{\\\"t\\\":\\\"pi",
            "ng\\\"}",
            "{\\\"t\\\":\\\"ping\\\"}",
            "{\\\"t\\\":\\\"part\\\",\\\"id\\\":1,\\\"last\\\":true,\\\"data\\\":\\\"{}\\\"}",
            "\\ud83d",
            "x".repeat(5_000));

    /** The checksum of no text among others. */
    private static final List<String> HASHES = List.of("00000000", "cbf43926", "", "x", "CBF43926");

    private final List<String> open;
    private final List<String> watched;

    Native(Random random, List<String> open, List<String> watched) {
      super(random, RawSocket.TEXT);
      this.open = open;
      this.watched = watched;
    }

    @Override
    protected byte[] message() {
      boolean others = random.nextInt(5) == 0;
      String kind = one(others ? List.of("join", "leave", "presence", "ping") : KINDS);
      StringBuilder message = new StringBuilder("{\"t\":\"").append(kind).append('"');
      if (random.nextInt(20) > 0) {
        message.append(",\"d\":\"").append(one(others ? watched : open)).append('"');
      }
      if (kind.equals("submit")) {
        message.append(",\"seq\":").append(random.nextInt(4));
        message.append(",\"base\":").append(random.nextInt(3));
      }
      if (kind.equals("part") && random.nextInt(4) > 0) {
        message.append(",\"id\":").append(1 + random.nextInt(2));
        message.append(",\"last\":").append(random.nextBoolean());
        message.append(",\"data\":\"").append(one(PIECES)).append('"');
      }
      if (kind.equals("state") && random.nextInt(4) > 0) {
        message.append(",\"r\":").append(random.nextInt(3));
        message.append(",\"hash\":\"").append(one(HASHES)).append('"');
      }
      for (int i = random.nextInt(4); i > 0 && !others; i--) {
        message.append(",\"").append(one(FIELDS)).append("\":").append(value(3));
      }
      return message.append('}').toString().getBytes(StandardCharsets.UTF_8);
    }

    private String value(int depth) {
      if (depth == 0 || random.nextInt(3) > 0) {
        return one(VALUES);
      }
      return random.nextBoolean()
          ? "[" + value(depth - 1) + "," + value(depth - 1) + "]"
          : "{\"" + one(FIELDS) + "\":" + value(depth - 1) + "}";
    }
  }

  private static final class Yjs extends FuzzedFrames {

    private static final int LARGEST_IN_ONE_BYTE = 127;

    private final List<String> documents;

    Yjs(Random random, List<String> documents) {
      super(random, RawSocket.BINARY);
      this.documents = documents;
    }

    @Override
    protected byte[] message() {
      byte[] message = bare();
      if (documents.isEmpty()) {
        return message;
      }
      byte[] addressed = random.nextInt(4) == 0 ? control() : message;
      return YjsBytes.addressed(one(documents), addressed);
    }

    /** What only Hocuspocus has. */
    private byte[] control() {
      return switch (random.nextInt(6)) {
        case 0 -> YjsBytes.token("any");
        case 1 -> new byte[] {9};
        case 2 -> new byte[] {10};
        case 3 -> YjsBytes.join(new byte[] {5}, YjsBytes.string("stateless"));
        case 4 -> YjsBytes.join(new byte[] {4}, Arrays.copyOfRange(YjsBytes.STEP_ONE, 1, 4));
        default -> YjsBytes.join(new byte[] {7}, YjsBytes.string("bye"));
      };
    }

    private byte[] bare() {
      int dice = random.nextInt(100);
      if (dice < 30) {
        return YjsBytes.STEP_ONE;
      }
      if (dice < 45) {
        return new byte[] {3};
      }
      if (dice < 65) {
        return awareness();
      }
      if (dice < 75) {
        return YjsBytes.join(new byte[] {0, 0}, sized(few(20)));
      }
      if (dice < 90) {
        return YjsBytes.updateMessage(YjsBytes.insertion(1 + random.nextInt(100)));
      }
      return YjsBytes.join(new byte[] {0, (byte) (1 + random.nextInt(2))}, sized(bentUpdate()));
    }

    private byte[] awareness() {
      String state =
          one(List.of("null", "{}", "[]", "{\"user\":{\"name\":7}}", "x", "\"\\ud800\""));
      byte[] entry = YjsBytes.join(new byte[] {1, small(), small()}, YjsBytes.string(state));
      return YjsBytes.join(new byte[] {1}, sized(entry));
    }

    /** An update with a byte or two changed: other lengths, clocks, kinds, clients. */
    private byte[] bentUpdate() {
      byte[] update = YjsBytes.insertion(1 + random.nextInt(100));
      for (int i = random.nextInt(3); i > 0; i--) {
        update[random.nextInt(update.length)] = (byte) random.nextInt(256);
      }
      return update;
    }

    private byte[] few(int most) {
      byte[] few = new byte[random.nextInt(most)];
      random.nextBytes(few);
      return few;
    }

    private byte small() {
      return (byte) random.nextInt(LARGEST_IN_ONE_BYTE);
    }

    private static byte[] sized(byte[] bytes) {
      return YjsBytes.join(new byte[] {(byte) bytes.length}, bytes);
    }
  }
}
