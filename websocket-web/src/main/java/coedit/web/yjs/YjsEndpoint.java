package coedit.web.yjs;

import coedit.web.auth.SignedIn;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.websocket.Session;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Where y-websocket clients connect. The handshake is signed in. */
@Dependent
public class YjsEndpoint extends DialectEndpoint {

  /** Before the document's id or name, which may have slashes. */
  public static final String PATH = "/ws/yjs/";

  @Inject
  YjsEndpoint(DialectSockets dialects) {
    super(dialects);
  }

  @Override
  protected DialectSession session(
      DialectSockets dialects, Session socket, @Nullable SignedIn signedIn) {
    if (signedIn == null) {
      throw new IllegalStateException("the handshake was let through without a sign-in");
    }
    return new YjsSession(
        dialects.services(),
        signedIn,
        dialects.registry().newName(),
        address(socket.getRequestURI().getRawPath()),
        dialects.sockets().wire(socket));
  }

  /**
   * What the path says after the prefix, decoded once. Nothing when the prefix is spelt in another
   * way, which the server takes for the same: whose document a ticket is for is told by the path.
   */
  static String address(String rawPath) {
    if (!rawPath.startsWith(PATH)) {
      return "";
    }
    String raw = rawPath.substring(PATH.length());
    try {
      return URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notEncoded) {
      return raw;
    }
  }
}
