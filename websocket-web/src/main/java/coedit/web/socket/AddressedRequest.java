package coedit.web.socket;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpSession;
import jakarta.websocket.Session;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A handshake that takes the peer's address along to its socket. Sockets are not told it, but they
 * are told the request's parameters, and nothing else is theirs alone: properties are shared.
 *
 * <p>It has no HTTP session. Liberty asks every handshake for one, would make it, and keep it with
 * the user's credentials in memory for half an hour: 5 KiB for each socket there has been.
 */
public final class AddressedRequest extends HttpServletRequestWrapper {

  private static final String ADDRESS = "coedit.peer-address";

  AddressedRequest(HttpServletRequest request) {
    super(request);
  }

  @Override
  public @Nullable HttpSession getSession() {
    return null;
  }

  @Override
  public @Nullable HttpSession getSession(boolean create) {
    return null;
  }

  /** What the peer says under that name counts for nothing. */
  @Override
  public Map<String, String[]> getParameterMap() {
    Map<String, String[]> parameters = new HashMap<>(super.getParameterMap());
    parameters.put(ADDRESS, new String[] {getRemoteAddr()});
    return parameters;
  }

  /** Where a socket's peer is; empty when nobody knows. */
  public static String addressOf(Session socket) {
    List<String> known = socket.getRequestParameterMap().get(ADDRESS);
    return known == null || known.isEmpty() ? "" : known.get(0);
  }
}
