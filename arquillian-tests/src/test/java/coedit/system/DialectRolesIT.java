package coedit.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every role with every message of the Yjs protocols, and what it comes to, exactly. */
class DialectRolesIT {

  private static final LibertyServer SERVER = GuardedServer.get();
  private static final byte[] QUERY = {3};
  private static final byte[] CLOSE = {7, 0};
  private static final byte[] PING = {9};
  private static final int WATCHER = 100;
  private static final int MARKER = 101;
  private static final String WATCHING = Scene.state(WATCHER, "watcher");

  private static final MessageTable OF_Y_WEBSOCKET =
      new MessageTable(
          """
          sync: step 1    | 401 | closed 4404 | synced      | synced      | synced      | synced
          sync: step 2    | 401 | closed 4404 | denied      | denied      | edited      | edited
          sync: update    | 401 | closed 4404 | denied      | denied      | edited      | edited
          awareness       | 401 | unseen      | seen        | seen        | seen        | seen
          query awareness | 401 | closed 4404 | told        | told        | told        | told
          auth            | 401 | closed 4404 | closed 4400 | closed 4400 | closed 4400 | closed 4400
          """);

  /** A stranger may open the socket, and must show a good token in it. */
  private static final MessageTable OF_HOCUSPOCUS =
      new MessageTable(
          """
          auth                | denied  | denied  | readonly  | readonly  | read-write | read-write
          sync: step 1        | denied  | denied  | synced    | synced    | synced     | synced
          sync: step 2        | denied  | denied  | not saved | not saved | saved      | saved
          sync: update        | denied  | denied  | not saved | not saved | saved      | saved
          sync reply          | denied  | denied  | not saved | not saved | saved      | saved
          awareness           | unseen  | unseen  | seen      | seen      | seen       | seen
          query awareness     | denied  | denied  | told      | told      | told       | told
          stateless           | unheard | unheard | unheard   | unheard   | heard      | heard
          broadcast stateless | closed 4400 | closed 4400 | closed 4400 | closed 4400 | closed 4400 | closed 4400
          close               | nothing | nothing | left      | left      | left       | left
          sync status         | nothing | nothing | nothing   | nothing   | nothing    | nothing
          ping                | pong    | pong    | pong      | pong      | pong       | pong
          pong                | nothing | nothing | nothing   | nothing   | nothing    | nothing
          """);

  static List<String> messagesOfYWebsocket() {
    return OF_Y_WEBSOCKET.messages();
  }

  static List<String> messagesOfHocuspocus() {
    return OF_HOCUSPOCUS.messages();
  }

  /** A document, one who hears what its people say, and one who speaks after them. */
  private record Scene(String document, YjsPeer watcher, YjsPeer marker) implements AutoCloseable {

    static Scene open() throws IOException {
      String document = Roles.shared(SERVER, "yjs");
      Api owner = Api.signIn(SERVER, "alice");
      Scene scene =
          new Scene(
              document,
              YjsPeer.overHocuspocus(owner, document),
              YjsPeer.overHocuspocus(owner, document));
      for (YjsPeer peer : List.of(scene.watcher, scene.marker)) {
        peer.says(YjsBytes.token("any")).says(YjsBytes.STEP_ONE).hears("synced");
      }
      scene.watcher.says(YjsBytes.awareness(WATCHER, 1, "watcher"));
      scene.marker.hears(WATCHING);
      return scene;
    }

    /** Whether the watcher is shown what a client says of itself, when a later one has come. */
    boolean isShown(int client, String said) {
      String later = "after " + said;
      marker.says(YjsBytes.awareness(MARKER, client, later));
      watcher.hears(state(MARKER, later));
      return watcher.hasHeard(state(client, said));
    }

    /** Whether the watcher is told a word, when a later one has come. */
    boolean isTold(String said) {
      String later = "after " + said;
      marker.says(YjsBytes.stateless(later));
      watcher.hears("word " + later);
      return watcher.hasHeard("word " + said);
    }

    static String state(int client, String said) {
      return client + " {\"said\":\"" + said + "\"}";
    }

    @Override
    public void close() throws IOException {
      watcher.close();
      marker.close();
    }
  }

  /** One role's part in a scene: by the role's number it has a Yjs client of its own. */
  private record Part(String message, String role, int client, YjsPeer peer, Scene scene) {

    byte[] bytes() {
      return switch (message) {
        case "sync: step 1" -> YjsBytes.STEP_ONE;
        case "sync: step 2" -> YjsBytes.sync(0, 1, YjsBytes.insertion(client));
        case "sync: update" -> YjsBytes.sync(0, 2, YjsBytes.insertion(client));
        case "sync reply" -> YjsBytes.sync(4, 1, YjsBytes.insertion(client));
        case "awareness" -> YjsBytes.awareness(client, 1, role);
        case "query awareness" -> QUERY;
        case "auth" -> YjsBytes.token("any");
        case "stateless" -> YjsBytes.stateless(role);
        case "broadcast stateless" -> YjsBytes.join(new byte[] {6}, YjsBytes.string(role));
        case "close" -> CLOSE;
        case "sync status" -> new byte[] {8, 1};
        case "ping" -> PING;
        case "pong" -> new byte[] {10};
        default -> throw new AssertionError("nobody says " + message);
      };
    }

    boolean mayComeIn() {
      return !Set.of("stranger", "none").contains(role);
    }

    /** Of who may not come in, also before it has been looked at who it is. */
    void saysEarly() {
      if (!mayComeIn() && !message.equals("auth")) {
        peer.says(bytes());
      }
    }

    String isSeen() {
      return scene.isShown(client, role) ? "seen" : "unseen";
    }

    /** The answer to the question, and not what one is told at first. */
    String isTold() {
      if (!peer.hasHeard(WATCHING)) {
        peer.hears(WATCHING);
      }
      return peer.says(QUERY).hears(WATCHING).replace(WATCHING, "told");
    }
  }

  @ParameterizedTest
  @MethodSource("messagesOfYWebsocket")
  void overYWebsocketItComesToWhatTheRoleMayDo(String message) throws IOException {
    Map<String, String> found = new LinkedHashMap<>();
    try (Scene scene = Scene.open()) {
      for (String role : Roles.NAMES) {
        found.put(role, overYWebsocket(message, role, scene));
      }
      assertEquals(OF_Y_WEBSOCKET.expected(message), found);
      onlyTheseHaveEdited(found, "edited", scene.document);
    }
  }

  private static String overYWebsocket(String message, String role, Scene scene)
      throws IOException {
    Api api = Roles.as(SERVER, role);
    if (role.equals("stranger")) {
      String path = "/ws/yjs/" + scene.document;
      return "" + Handshake.statusAt(SERVER.address(), path, "", "Origin: " + SERVER.address());
    }
    try (YjsPeer peer = YjsPeer.overYWebsocket(api, scene.document)) {
      Part part = new Part(message, role, Roles.NAMES.indexOf(role) + 1, peer, scene);
      part.saysEarly();
      String synced = peer.says(YjsBytes.STEP_ONE).hears("synced");
      if (!synced.equals("synced")) {
        assertFalse(peer.hasHeard(WATCHING), "told who is there");
        return message.equals("awareness") ? part.isSeen() : synced;
      }
      return switch (message) {
        case "sync: step 1" -> synced;
        case "awareness" -> {
          peer.says(part.bytes()).says(YjsBytes.STEP_ONE).hears("synced");
          yield part.isSeen();
        }
        case "query awareness" -> part.isTold();
        case "auth" -> peer.says(part.bytes()).hears();
        default -> {
          peer.says(part.bytes());
          // The author is not told; all others are.
          yield Roles.mayEdit(role)
              ? scene.watcher.hears("update").replace("update", "edited")
              : peer.hears("denied");
        }
      };
    }
  }

  @ParameterizedTest
  @MethodSource("messagesOfHocuspocus")
  void overHocuspocusItComesToWhatTheRoleMayDo(String message) throws IOException {
    Map<String, String> found = new LinkedHashMap<>();
    try (Scene scene = Scene.open()) {
      for (String role : Roles.NAMES) {
        Api api = Roles.as(SERVER, role);
        try (YjsPeer peer = YjsPeer.overHocuspocus(api, scene.document)) {
          int client = Roles.NAMES.indexOf(role) + 1;
          found.put(role, overHocuspocus(new Part(message, role, client, peer, scene)));
        }
      }
      assertEquals(OF_HOCUSPOCUS.expected(message), found);
      onlyTheseHaveEdited(found, "saved", scene.document);
    }
  }

  private static String overHocuspocus(Part part) {
    YjsPeer peer = part.peer();
    part.saysEarly();
    String allowed = peer.says(YjsBytes.token("any")).hears("denied", "readonly", "read-write");
    if (part.message().equals("auth") || allowed.startsWith("closed")) {
      return allowed;
    }
    if (part.mayComeIn()) {
      peer.says(YjsBytes.STEP_ONE).hears("synced");
    }
    String found = says(part, allowed);
    assertFalse(!part.mayComeIn() && peer.hasHeard(WATCHING), "told who is there");
    return found;
  }

  private static String says(Part part, String allowed) {
    YjsPeer peer = part.peer();
    switch (part.message()) {
      case "query awareness":
        return part.mayComeIn() ? part.isTold() : afterwards(part, allowed);
      case "close":
        return part.mayComeIn() ? leaves(part) : afterwards(part, "nothing");
      case "awareness":
        afterwards(part, "");
        return part.isSeen();
      case "stateless":
        afterwards(part, "");
        return part.scene().isTold(part.role()) ? "heard" : "unheard";
      case "sync status", "pong":
        return afterwards(part, "nothing");
      case "ping", "broadcast stateless":
        return peer.says(part.bytes()).hears("pong");
      case "sync: step 1":
        return part.mayComeIn()
            ? peer.says(part.bytes()).hears("synced")
            : afterwards(part, allowed);
      default:
        return part.mayComeIn()
            ? peer.says(part.bytes()).hears("saved", "not saved")
            : afterwards(part, allowed);
    }
  }

  /** Says it, and waits until it has been heard; the socket is open still. */
  private static String afterwards(Part part, String word) {
    String alive = part.peer().says(part.bytes()).says(PING).hears("pong");
    return alive.equals("pong") ? word : alive;
  }

  private static String leaves(Part part) {
    part.peer().says(YjsBytes.awareness(part.client(), 1, part.role()));
    part.scene().watcher().hears(Scene.state(part.client(), part.role()));
    part.peer().says(CLOSE);
    String gone = part.scene().watcher().hears(part.client() + " null");
    return gone.endsWith("null") ? "left" : gone;
  }

  /** The log has an operation for each of them, in their order, and nothing else. */
  private static void onlyTheseHaveEdited(Map<String, String> found, String word, String document) {
    List<String> editors = new ArrayList<>();
    found.forEach(
        (role, came) -> {
          if (came.equals(word)) {
            editors.add(Roles.user(role));
          }
        });
    List<String> authors =
        Api.signIn(SERVER, "alice").operations(document).stream().map(Api.Committed::user).toList();
    assertEquals(editors, authors);
  }

  @Test
  void theProtocolsHaveNoMessageThatIsNotInTheTable() throws IOException {
    String constant = "\\bint (\\w+) = \\d+;";
    Set<String> shared =
        EveryAddressIT.all(
            Sources.file("websocket-web", "coedit/web/yjs/YjsMessage.java"), constant);
    Set<String> own =
        new HashSet<>(
            EveryAddressIT.all(
                Sources.file("websocket-web", "coedit/web/hocuspocus/HocuspocusFrames.java"),
                "  static final" + " int (\\w+) = \\d+;"));
    own.remove("TOKEN"); // a part of auth
    assertEquals(shared, OF_Y_WEBSOCKET.kinds());
    own.addAll(shared);
    assertEquals(own, OF_HOCUSPOCUS.kinds());
  }
}
