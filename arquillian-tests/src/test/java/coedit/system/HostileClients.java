package coedit.system;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Programs of people with payloads for names, in a Node process: they check nothing. */
public final class HostileClients {

  /** What they do with a document. */
  public enum Deed {
    /** One writes all payloads into a Yjs document, as every format and embed. */
    PAINT,
    /** Each is in a document over the native protocol for a moment, with a caret. */
    PRESENT,
    /** The same over y-websocket, where clients say themselves what they are called. */
    AWARE
  }

  private HostileClients() {}

  /** Does it, and returns when it is done. The document must let everybody edit. */
  public static void run(Deed deed, LibertyServer server, String document, List<String> payloads) {
    ObjectNode order = Api.JSON.createObjectNode();
    order.put("do", deed.name().toLowerCase(Locale.ROOT));
    order.put("server", server.address().toString()).put("document", document);
    ArrayNode people = order.putArray("people");
    for (String payload : payloads) {
      people.addObject().put("payload", payload).put("token", token(payload));
    }
    ProcessBuilder builder =
        new ProcessBuilder("node", "hostile.mjs").directory(Path.of("src/test/node").toFile());
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.redirectError(
        ProcessBuilder.Redirect.appendTo(Path.of("target/hostile-clients.log").toFile()));
    Process node = Processes.start(builder);
    try {
      node.getOutputStream().write(order.toString().getBytes(StandardCharsets.UTF_8));
      node.getOutputStream().close();
      if (node.waitFor() != 0) {
        throw new IllegalStateException(deed + " failed; see target/hostile-clients.log");
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    } finally {
      Processes.kill(node.toHandle());
    }
  }

  /** A good token of the trusted issuer, of somebody who is called so. */
  private static String token(String name) {
    return GuardedServer.issuer()
        .token(
            claims -> {
              claims.setClaim("upn", "user-" + Integer.toHexString(name.hashCode()));
              claims.setClaim("name", name);
            });
  }

  /**
   * Somebody of this very user name signs in.
   *
   * @return the status
   */
  public static int signsIn(LibertyServer server, String user) {
    String token = GuardedServer.issuer().token(claims -> claims.setClaim("upn", user));
    return Api.bare(
            server.address(), "POST", "/api/v1/sessions", "", "Authorization", "Bearer " + token)
        .statusCode();
  }
}
