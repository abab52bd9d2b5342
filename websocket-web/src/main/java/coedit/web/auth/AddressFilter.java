package coedit.web.auth;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Holds an address to its limit where nobody has to be signed in: signing in itself, and sockets on
 * which people sign in later. Elsewhere {@link SignInMechanism} has done so before any filter.
 */
@WebFilter(
    urlPatterns = {"/api/*", "/ws/*"},
    asyncSupported = true)
public class AddressFilter extends HttpFilter {

  private static final long serialVersionUID = 1;

  @Inject transient AddressLimit addresses;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (addresses.admits(request, response)) {
      chain.doFilter(request, response);
    }
  }
}
