package coedit.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.TargetsContainer;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The archive that is shipped, deployed by Arquillian to two servers it manages. Two servers on one
 * database are one editor: INV-3, INV-5, INV-7 and INV-8 across servers.
 */
@ExtendWith({ArquillianServers.class, ArquillianExtension.class})
class ClusterIT {

  private static final int AUTHORS = 8;
  private static final int OPERATIONS_EACH = 50;
  private static final int DELIVERIES = 25;
  private static final Duration PUSHED = Duration.ofMillis(200);

  private final List<ArquillianServers.Member> servers = ArquillianServers.members();

  @Deployment(name = "first", order = 1, testable = false)
  @TargetsContainer("arquillian-1")
  public static EnterpriseArchive first() {
    return ArquillianServers.shippedArchive();
  }

  @Deployment(name = "second", order = 2, testable = false)
  @TargetsContainer("arquillian-2")
  public static EnterpriseArchive second() {
    return ArquillianServers.shippedArchive();
  }

  @BeforeEach
  void theyFormOneCluster() {
    servers.forEach(server -> assertTrue(server.hasLogged("Members {size:2"), server.name()));
  }

  @Test
  void eightAuthorsOnTwoServersEndWithOneText() {
    long seed = Long.getLong("coedit.seed", System.nanoTime());
    System.out.println("seed " + seed);
    String document = Api.signIn(servers.get(0), "alice").createText("cluster");
    List<TestClient> authors = Authors.join(AUTHORS, document, servers);
    Authors.together(
        authors,
        (author, number) -> {
          Random random = new Random(seed + number);
          for (int i = 0; i < OPERATIONS_EACH; i++) {
            author.submit(text -> List.of(Authors.randomEdit(random, text)));
          }
        });
    assertEquals(AUTHORS * OPERATIONS_EACH, History.check(document, authors, servers).size());
    authors.forEach(TestClient::close);
  }

  /**
   * Both ways, because one of the servers owns the document and the other is told. A repair alone
   * would come by once a second.
   */
  @Test
  void whatOneServerCommitsTheOtherPushes() {
    String document = Api.signIn(servers.get(0), "alice").createText("push");
    try (TestClient alice = TestClient.join("alice", document, servers.get(0));
        TestClient bob = TestClient.join("bob", document, servers.get(1))) {
      assertPushed(alice, bob);
      assertPushed(bob, alice);
    }
  }

  private static void assertPushed(TestClient writer, TestClient reader) {
    List<Long> millis = new ArrayList<>();
    for (int i = 0; i < DELIVERIES; i++) {
      long sent = System.nanoTime();
      long revision = writer.insert(0, "x").revision();
      reader.awaitRevision(revision, Duration.ofSeconds(15));
      millis.add(TimeUnit.NANOSECONDS.toMillis(reader.seenAt(revision) - sent));
    }
    millis.sort(null);
    System.out.println("from server to server, ms: " + millis);
    assertTrue(millis.get(DELIVERIES / 2) < PUSHED.toMillis(), "median of " + millis);
    assertEquals(0, writer.reconnects() + reader.reconnects(), "what a join brings is no push");
  }

  @Test
  void yjsClientsOfTwoServersShareADocumentAndSeeEachOther() {
    Api alice = Api.signIn(servers.get(0), "alice");
    Api bob = Api.signIn(servers.get(1), "bob");
    String document = alice.create("yjs", "two servers");
    try (YjsClients clients = new YjsClients()) {
      YjsClients.Client one = clients.open("hocuspocus-4", alice, document);
      YjsClients.Client two = clients.open("y-websocket-3", bob, document);
      for (int i = 0; i < 20; i++) {
        one.insert(i % 3, "a" + i);
        two.insert(i % 5, "b" + i);
      }
      one.presents("Alice");
      two.presents("Bob");
      one.await("is saved", YjsClients.State::isSettled);
      one.await("sees Bob and his text", state -> state.people().contains("Bob"));
      two.await(
          "the same text",
          state -> state.people().contains("Alice") && state.text().equals(one.state().text()));
      assertTrue(one.state().text().length() >= 100, one.state().text());
      YjsClients.Client three = clients.open("hocuspocus-3", bob, document);
      three.await("is synced", YjsClients.State::synced);
      one.saysStateless("to all");
      three.await("hears what is said elsewhere", state -> state.said().contains("to all"));
      three.close();
      for (List<Double> millis :
          List.of(one.pushes(two, DELIVERIES), two.pushes(one, DELIVERIES))) {
        System.out.println("Yjs, from server to server, ms: " + millis);
        assertTrue(millis.get(DELIVERIES / 2) < PUSHED.toMillis(), "median of " + millis);
      }
      assertEquals(List.of(), one.state().closes(), "what a join brings is no push");
      assertEquals(List.of(), two.state().closes(), "what a join brings is no push");
    }
  }

  /** Nothing need reach the other server for that: it asks by itself. */
  @Test
  void aSignInThatEndsOnOneServerEndsOnTheOther() {
    Api here = Api.another(servers.get(0), "bob");
    Api there = here.at(servers.get(1).address());
    String list = "/api/v1/documents";
    assertEquals(200, there.call("GET", list, "").statusCode());
    try (HostilePeer socket = new HostilePeer(there)) {
      long ended = System.nanoTime();
      assertEquals(204, here.call("DELETE", "/api/v1/sessions", "").statusCode());
      assertEquals(4401, socket.closeCode(Duration.ofSeconds(6)));
      System.out.printf(
          "a socket elsewhere ended after %d ms%n",
          TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - ended));
    }
    Await.until(
        "the end of the sign-in on the other server",
        Duration.ofSeconds(5),
        () -> there.call("GET", list, "").statusCode() == 401);
    assertEquals(401, there.call("POST", "/api/v1/sessions/refresh", "").statusCode());
  }

  @Test
  void aTicketPassesOnceWhicheverServerItIsShownTo() {
    Api alice = Api.signIn(servers.get(0), "alice");
    String ticket =
        Api.json(alice.call("POST", "/api/v1/tickets", "").body()).get("ticket").asText();
    assertEquals(101, Handshake.status(servers.get(1).address(), "?ticket=" + ticket));
    assertEquals(401, Handshake.status(servers.get(0).address(), "?ticket=" + ticket));
    assertEquals(401, Handshake.status(servers.get(1).address(), "?ticket=" + ticket));
  }

  @Test
  void aRightTakenAwayOnOneServerIsGoneOnTheOther() {
    Api alice = Api.signIn(servers.get(0), "alice");
    String document = alice.createText("shared");
    try (HostilePeer bob = new HostilePeer(Api.signIn(servers.get(1), "bob"))) {
      assertEquals("edit", bob.join(document).get("access").asText());
      long changed = System.nanoTime();
      String grants =
          """
          {"grants":[{"kind":"user","subject":"alice","access":"admin"},
                     {"kind":"everyone","access":"comment"}]}
          """;
      String path = "/api/v1/documents/" + document + "/grants";
      assertEquals(200, alice.call("PUT", path, grants).statusCode());
      assertEquals("resync", bob.nextOf("closed").get("code").asText());
      System.out.printf(
          "a right was gone elsewhere after %d ms%n",
          TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - changed));
      assertEquals("comment", bob.join(document).get("access").asText());
    }
  }

  /** While two people write: the lease goes with the pin, and nothing is lost or doubled. */
  @Test
  void aPinnedDocumentIsPutInOrderByTheServerOfOnesChoice() {
    String document = Api.signIn(servers.get(0), "alice").createText("pinned");
    String pin = "/api/v1/admin/documents/" + document + "/pin";
    Api admin = Api.signIn(servers.get(0), "admin");
    Api elsewhere = Api.signIn(servers.get(1), "admin");
    List<String> addresses = new ArrayList<>();
    servers.forEach(server -> addresses.add("127.0.0.1:" + server.cluster()));
    Set<String> listed = new HashSet<>();
    Api.json(admin.call("GET", "/api/v1/admin/servers", "").body())
        .get("servers")
        .forEach(server -> listed.add(server.get("address").asText()));
    assertEquals(Set.copyOf(addresses), listed);
    try (TestClient alice = TestClient.join("alice", document, servers.get(0));
        TestClient bob = TestClient.join("bob", document, servers.get(1))) {
      for (int choice : List.of(0, 1, 0)) {
        String address = addresses.get(choice);
        String wish = "{\"server\":\"" + address + "\"}";
        HttpResponse<String> pinned = admin.call("PUT", pin, wish);
        assertEquals(200, pinned.statusCode(), pinned.body());
        for (int i = 0; i < DELIVERIES; i++) {
          alice.insert(0, "a");
          bob.insert(0, "b");
        }
        for (Api each : List.of(admin, elsewhere)) {
          Await.until(
              "all know that the document is at " + address,
              Duration.ofSeconds(10),
              () ->
                  Api.json(each.call("GET", pin, "").body())
                      .get("server")
                      .asText()
                      .equals(address));
        }
        alice.insert(0, "c");
        String owner = ArquillianServers.rows().owner(document);
        assertTrue(owner.endsWith("@" + servers.get(choice).name()), owner);
      }
      assertEquals(200, admin.call("DELETE", pin, "").statusCode());
      alice.insert(0, "d");
      List<TestClient> authors = List.of(alice, bob);
      assertEquals(6 * DELIVERIES + 4, History.check(document, authors, servers).size());
    }
    assertEquals(404, admin.call("PUT", pin, "{\"server\":\"127.0.0.1:1\"}").statusCode());
  }
}
