package coedit.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coedit.system.YjsClients.Client;
import coedit.system.YjsClients.State;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Editors that were written for other servers connect to this one as they are. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class YjsClientsIT {

  /** Clients close when they have heard nothing for 30 s, and look every few seconds. */
  private static final Duration WATCHDOGS = Duration.ofSeconds(40);

  private static final LibertyServer SERVER = SharedServer.get();
  private static final Duration RESTARTED = Duration.ofSeconds(30);

  private static final List<Client> QUIET = new ArrayList<>();
  private static YjsClients clients;
  private static long quietSince;
  private Api alice = Api.signIn(SERVER, "alice");
  private Api bob = Api.signIn(SERVER, "bob");
  private String document = "";

  static Stream<String> libraries() {
    return YjsClients.LIBRARIES.stream();
  }

  @BeforeAll
  static void start() {
    clients = new YjsClients();
    Api carol = Api.signIn(SERVER, "carol");
    for (String library : YjsClients.LIBRARIES) {
      QUIET.add(clients.open(library, carol, carol.create("yjs", "quiet")));
    }
    quietSince = System.nanoTime();
  }

  @AfterAll
  static void stop() {
    clients.close();
  }

  @BeforeEach
  void newDocument() {
    document = alice.create("yjs", "shared");
  }

  @ParameterizedTest
  @MethodSource("libraries")
  void twoPeopleEditAtOnceAndSeeTheSame(String library) {
    Client one = clients.open(library, alice, document);
    Client two = clients.open(library, bob, document);
    for (int i = 0; i < 40; i++) {
      one.insert(i % 7, "a" + i);
      two.insert(i % 5, "b" + i);
      if (i % 10 == 9) {
        two.remove(i / 2, 3);
      }
    }
    one.presents("Alice");
    two.presents("Bob");
    String text = converged(List.of(one, two));
    assertTrue(text.length() > 100, text);
    one.await("sees who is here", state -> state.people().containsAll(List.of("Alice", "Bob")));
    two.close();
    one.await("sees who has left", state -> !state.people().contains("Bob"));
    Client late = clients.open(library, bob, document);
    State first = late.await("is synced", State::synced);
    assertEquals(text, first.text(), "the whole text is there as soon as a client calls it synced");
    Stream.of(one, late).forEach(Client::close);
  }

  /** Neither where people are nor what is told again is one. */
  @ParameterizedTest
  @ValueSource(strings = {"y-websocket-3", "hocuspocus-4"})
  void everyUpdateIsARevisionWithItsAuthorAndNothingElseIs(String library) {
    Client one = clients.open(library, alice, document);
    Client two = clients.open("hocuspocus-3", bob, document);
    two.await("is synced", State::synced);
    one.insert(0, "one ");
    two.await("sees it", state -> state.text().equals("one "));
    two.insert(4, "two");
    one.await("sees it", state -> state.text().equals("one two"));
    one.presents("Alice");
    two.await("sees who is here", state -> state.people().contains("Alice"));
    one.drop();
    one.await("is there again", state -> !state.closes().isEmpty() && state.isSettled());
    assertEquals(
        List.of("alice", "bob"),
        alice.operations(document).stream().map(Api.Committed::user).toList());
    for (String then : List.of("", "one ", "one two")) {
      int revision = then.isEmpty() ? 0 : then.split(" ").length;
      String path = "/api/v1/documents/" + document + "/content?revision=" + revision;
      assertEquals(then, alice.call("GET", path, "").body());
    }
    Stream.of(one, two).forEach(Client::close);
  }

  @Test
  void clientsOfAllVersionsShareADocument() {
    List<Client> all = new ArrayList<>();
    for (String library : YjsClients.LIBRARIES) {
      all.add(clients.open(library, all.size() % 2 == 0 ? alice : bob, document));
    }
    for (int i = 0; i < 10; i++) {
      for (Client client : all) {
        client.insert(i, "<" + client + "." + i + ">");
      }
    }
    String text = converged(all);
    all.forEach(client -> assertTrue(text.contains("<" + client + ".9>"), text));
    assertEquals(text, alice.content(document).text(), "the server reads what it stores");
    all.forEach(Client::close);
  }

  /** They have been connected while the other tests ran. */
  @Test
  @Order(Integer.MAX_VALUE - 1)
  void whoSaysNothingStaysConnected() {
    Await.pause(WATCHDOGS.minusNanos(System.nanoTime() - quietSince));
    for (Client client : QUIET) {
      assertEquals(List.of(), client.state().closes(), client.toString());
      client.insert(0, "still there");
      client.await("is settled", State::isSettled);
      client.close();
    }
  }

  /** Some clients go down with the server: what they were told is saved must be in its store. */
  @Test
  @Order(Integer.MAX_VALUE)
  void aKilledServerHasWhatItCalledSavedAndClientsGoOn() {
    List<Client> gone = libraries().filter(YjsClientsIT::tellsWhatIsSaved).map(this::join).toList();
    gone.forEach(client -> client.insert(0, "<saved " + client + ">"));
    gone.forEach(client -> client.await("is saved", State::isSettled));
    String lost = document;
    document = alice.create("yjs", "going on");
    List<Client> staying = libraries().map(this::join).toList();
    staying.forEach(client -> client.insert(0, "<before " + client + ">"));
    converged(staying);
    gone.forEach(client -> client.insert(0, "perhaps"));
    SERVER.kill();
    gone.forEach(Client::close);
    staying.forEach(client -> client.insert(0, "<away " + client + ">"));
    SERVER.launch().awaitReady();
    String text = converged(staying);
    for (Client client : staying) {
      assertTrue(text.contains("<before " + client + ">"), text);
      assertTrue(text.contains("<away " + client + ">"), text);
    }
    Client late = clients.open("hocuspocus-4", Api.signIn(SERVER, "bob"), lost);
    String stored = late.await("is synced", State::synced).text();
    gone.forEach(
        client -> assertTrue(stored.contains("<saved " + client + ">"), "INV-1: " + stored));
    staying.forEach(Client::close);
    late.close();
  }

  private static boolean tellsWhatIsSaved(String library) {
    return library.startsWith("hocuspocus");
  }

  private Client join(String library) {
    return clients.open(library, alice, document);
  }

  @ParameterizedTest
  @MethodSource("libraries")
  void whoMayOnlyViewSeesEverythingAndChangesNothing(String library) {
    Client owner = clients.open(library, alice, document);
    owner.insert(0, "seen");
    owner.remove(0, 1);
    owner.await("is saved", State::isSettled);
    alice.everybodyViews(document, "alice");
    Client viewer = clients.open(library, bob, document);
    viewer.await("sees the text", state -> state.text().equals("een"));
    if (tellsWhatIsSaved(library)) {
      State state = viewer.await("has nothing to save", State::isSettled);
      assertTrue(state.events().contains("authenticated readonly"), state.toString());
    }
    viewer.insert(0, "forbidden");
    owner.await("is there again", State::synced);
    owner.insert(3, "!");
    viewer.await("sees what follows", state -> state.text().endsWith("een!"));
    if (tellsWhatIsSaved(library)) {
      assertEquals(1, viewer.state().unsaved());
    }
    assertEquals("een!", owner.state().text());
    Stream.of(owner, viewer).forEach(Client::close);
  }

  @Test
  void unknownDocumentsAndBadTokensAreRefusedWithAReason() {
    String absent = UUID.randomUUID().toString();
    Client lost = clients.open("y-websocket-3", alice, absent);
    State refused = lost.await("gives up", state -> state.events().contains("closed for good"));
    assertEquals("4404", refused.closes().get(0));
    Client unknown = clients.open("hocuspocus-4", alice, absent);
    unknown.await("is denied", state -> !state.denied().isEmpty());
    Client stranger = clients.openWith("hocuspocus-3", alice, document, "token", "made up");
    stranger.await("is denied", state -> state.denied().contains("sign in first"));
    assertEquals(-401, clients.closeCodeOfStranger(alice, "/ws/yjs/" + document));
    Stream.of(lost, unknown, stranger).forEach(Client::close);
  }

  @Test
  void aLargePasteIsTaken() {
    Client one = clients.open("y-websocket-3", alice, document);
    Client two = clients.open("hocuspocus-4", bob, document);
    two.await("is synced", State::synced);
    one.insert(0, "large ".repeat(80_000));
    two.insert(0, "small");
    assertEquals(480_005, converged(List.of(one, two)).length());
    Stream.of(one, two).forEach(Client::close);
  }

  @Test
  void aRoomsNameMakesADocumentForEverybodyWhoUsesIt() {
    String room = "team/plan-" + UUID.randomUUID();
    Client one = clients.open("y-websocket-3", alice, room);
    one.await("is synced", State::synced);
    Client two = clients.open("hocuspocus-3", bob, room);
    one.insert(0, "one ");
    two.insert(0, "two ");
    assertEquals(8, converged(List.of(one, two)).length());
    Stream.of(one, two).forEach(Client::close);
  }

  @Test
  void aTicketOpensADocumentWithoutACookie() {
    Client one = clients.openWith("hocuspocus-4", alice, document, "token", alice.ticket());
    Client two = clients.openWith("y-websocket-3", alice, document, "ticket", bob.ticket());
    one.insert(0, "by ticket");
    assertEquals("by ticket", converged(List.of(one, two)));
    Stream.of(one, two).forEach(Client::close);
  }

  @ParameterizedTest
  @MethodSource("hocuspocus")
  void statelessMessagesOfWhoMayEditReachAllOtherProviders(String library) {
    Client one = clients.open(library, alice, document);
    Client two = clients.open("hocuspocus-4", bob, document);
    Client three = clients.open("y-websocket-3", bob, document);
    List<Client> all = List.of(one, two, three);
    all.forEach(client -> client.await("is synced", State::synced));
    String word = "{\"event\":\"von einer Anwendung 😀\"}";
    one.saysStateless("x".repeat(5_000));
    one.saysStateless(word);
    two.await("hears it", state -> state.said().equals(List.of(word)));
    one.insert(0, "after it");
    assertEquals("after it", converged(all));
    alice.everybodyViews(document, "alice");
    two.await("may only view", state -> state.events().contains("authenticated readonly"));
    two.await("is there again", State::synced);
    one.await("is there again", State::synced);
    two.saysStateless("of a reader");
    one.insert(0, "and ");
    two.await("the same text", state -> state.text().equals("and after it"));
    one.await("hears nothing", state -> state.said().isEmpty());
    all.forEach(Client::close);
  }

  @ParameterizedTest
  @MethodSource("hocuspocus")
  void severalDocumentsShareASocket(String library) {
    Client first = clients.open(library, alice, document);
    List<Client> beside = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      beside.add(clients.beside(first, alice, alice.create("yjs", "beside " + i)));
    }
    first.insert(0, "first");
    beside.forEach(client -> client.insert(0, client.toString()));
    for (Client client : beside) {
      assertEquals(client.toString(), converged(List.of(client)));
    }
    beside.get(0).close();
    first.drop();
    beside.get(1).insert(0, "away ");
    for (Client client : beside.subList(1, 3)) {
      client.await("is there again", RESTARTED, State::isSettled);
    }
    assertEquals("away " + beside.get(1), beside.get(1).state().text());
    first.insert(0, "at ");
    assertEquals("at first", converged(List.of(first)));
    assertEquals("at first", alice.content(document).text());
    beside.subList(1, 3).forEach(Client::close);
    first.close();
  }

  static Stream<String> hocuspocus() {
    return libraries().filter(YjsClientsIT::tellsWhatIsSaved);
  }

  /** On a socket of many documents what is wrong with one ends that one, with a reason. */
  @Test
  void anUpdateThatIsNoneEndsItsDocumentOnAHocuspocusSocketAndMovesNoHead() {
    Client honest = clients.open("hocuspocus-4", alice, document);
    honest.insert(0, "untouched");
    honest.await("is saved", State::isSettled);
    int head = alice.operations(document).size();
    String address = "24" + hex(document);
    String token = address + "0200" + "01" + "78";
    String open = address + "00" + "000100"; // step 1 of a client that knows nothing
    for (String broken :
        List.of(
            "020501", // longer than the frame
            "0203" + "010101", // ends in the middle
            "0203" + "ffffff", // of millions of clients
            "0209" + "000001010000010404", // format v2
            "020b" + "01010b000b0101740000ff")) { // a kind of struct that is none
      List<String> frames = List.of(token, open, address + "00" + broken);
      if (broken.equals("020501")) {
        assertEquals(4400, clients.closeCode(bob, "/ws/hocuspocus", frames), broken);
      } else {
        List<String> said = clients.said(bob, "/ws/hocuspocus", frames);
        assertTrue(said.stream().anyMatch(f -> f.startsWith(address + "07")), broken + ": " + said);
        assertTrue(said.stream().noneMatch((address + "0801")::equals), "acknowledged: " + said);
      }
    }
    assertEquals(head, alice.operations(document).size(), "INV-14: the head has moved");
    honest.insert(0, "still ");
    honest.await("is saved", State::isSettled);
    assertEquals(List.of(), honest.state().closes(), "INV-14: somebody else's session has ended");
    honest.close();
  }

  private static String hex(String text) {
    return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void brokenFramesEndTheirSenderAndMoveNoHead() {
    Client honest = clients.open("hocuspocus-4", alice, document);
    honest.insert(0, "untouched");
    honest.await("is saved", State::isSettled);
    int head = alice.operations(document).size();
    String room = "/ws/yjs/" + document;
    String open = "00000100"; // step 1 of a client that knows nothing
    for (String broken :
        List.of(
            "",
            "00",
            "63",
            "0007",
            "00020501",
            "0002ffffffffffffffffff7f",
            "0002020100",
            "000205" + "01ffffff0f",
            "0000050102030405",
            "01050201010101")) {
      int code = clients.closeCode(bob, room, List.of(open, broken));
      assertEquals(4400, code, broken);
    }
    assertEquals(4400, clients.closeCode(bob, "/ws/hocuspocus", List.of("ff")));
    assertEquals(4400, clients.closeCode(bob, "/ws/hocuspocus", List.of("016e" + "0601" + "78")));
    assertEquals(1009, clients.closeCode(bob, room, List.of("00".repeat(1_100_000))));
    assertEquals(head, alice.operations(document).size(), "INV-14: the head has moved");
    assertEquals(List.of(), honest.state().closes(), "INV-14: somebody else's session has ended");
    honest.close();
  }

  /** Everybody is saved and has the same text. */
  private static String converged(List<Client> all) {
    for (Client client : all) {
      client.await("is settled", RESTARTED, State::isSettled);
    }
    all.get(0)
        .await(
            "the same text everywhere",
            state -> all.stream().allMatch(other -> other.state().text().equals(state.text())));
    return all.get(0).state().text();
  }
}
