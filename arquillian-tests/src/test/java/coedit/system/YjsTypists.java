package coedit.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coedit.system.YjsClients.Client;
import coedit.system.YjsClients.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * People who type into a Yjs document through both dialects while servers come and go, and others
 * who leave as soon as they are told "saved": what these typed is in nobody's memory but the
 * server's.
 */
final class YjsTypists implements AutoCloseable {

  private static final Duration PAUSE = Duration.ofMillis(150);
  private static final Duration SETTLED = Duration.ofMinutes(2);
  private static final Pattern TOKEN = Pattern.compile("<[^<>]*>");
  private static final List<String> LIBRARIES = List.of("hocuspocus-4", "y-websocket-3");

  private final YjsClients clients = new YjsClients();
  private final List<Client> staying = new ArrayList<>();
  private final List<String> saved = new ArrayList<>();
  private final String document;

  /** Begins to type, at every server through every dialect. */
  YjsTypists(List<? extends Node> servers) {
    this(servers, PAUSE);
  }

  /**
   * As {@link #YjsTypists(List)}.
   *
   * @param pause between two tokens of one of them
   */
  YjsTypists(List<? extends Node> servers, Duration pause) {
    document = Api.signIn(servers.get(0), "alice").create("yjs", "typists");
    for (Node server : servers) {
      for (String library : LIBRARIES) {
        staying.add(clients.open(library, Api.signIn(server, "alice"), document));
      }
    }
    staying.forEach(client -> client.types(pause));
  }

  /** Nobody's socket has been closed since they came. */
  void stayedConnected() {
    staying.forEach(client -> assertEquals(List.of(), client.state().closes(), "INV-14"));
  }

  String document() {
    return document;
  }

  /** Somebody writes, is told that it is saved, and is gone. */
  void oneIsSavedAndLeaves(Node server) {
    Api alice = Api.signInPatiently(server, "alice");
    staying.forEach(each -> each.signsInAs(alice));
    Client client = clients.open("hocuspocus-4", Api.signInPatiently(server, "bob"), document);
    client.await("is synced", State::synced);
    String token = "<saved." + saved.size() + ">";
    client.insert(0, token);
    client.await("is saved", State::isSettled);
    client.drop();
    client.close();
    saved.add(token);
  }

  /**
   * Everything typed is there once, on every screen, at every server and in the log's replay.
   *
   * @return how many tokens
   */
  int finish(List<? extends Node> servers) {
    List<String> typed = new ArrayList<>(saved);
    staying.forEach(client -> typed.addAll(client.rests()));
    for (Client client : staying) {
      client.await("is settled", SETTLED, State::isSettled);
    }
    Client first = staying.get(0);
    int length = typed.stream().mapToInt(String::length).sum();
    first.await("has everything", SETTLED, state -> state.text().length() >= length);
    String text = first.state().text();
    List<String> there = new ArrayList<>();
    TOKEN.matcher(text).results().forEach(token -> there.add(token.group()));
    typed.sort(null);
    there.sort(null);
    assertEquals(typed, there, "INV-1, INV-2: each token once");
    assertEquals(length, text.length(), "nobody else wrote");
    for (Client client : staying) {
      client.await("the same text", state -> state.text().equals(text));
    }
    for (Node server : servers) {
      assertEquals(text, Api.patiently(server, "alice", api -> api.content(document)).text());
      assertEquals(stateHash(servers.get(0)), stateHash(server), "INV-8");
      for (String library : LIBRARIES) {
        Client late = clients.open(library, Api.signIn(server, "bob"), document);
        assertEquals(text, late.await("is synced", State::synced).text(), "INV-1 at " + late);
        late.close();
      }
    }
    assertTrue(typed.size() > saved.size() + 10, "hardly anybody typed: " + typed);
    System.out.println(typed.size() + " tokens typed by Yjs clients, " + saved.size() + " left");
    return typed.size();
  }

  private String stateHash(Node server) {
    return Api.patiently(server, "alice", api -> api.stateHash(document));
  }

  @Override
  public void close() {
    clients.close();
  }
}
