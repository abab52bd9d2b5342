package coedit.web.auth;

import coedit.core.service.Loopback;
import coedit.model.ErrorCode;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.eclipse.microprofile.config.Config;

/**
 * In the demo answers only who calls this machine by its own name. A page elsewhere can have its
 * own name lead here (DNS rebinding): the browser takes the demo for that page's server then, and
 * the page knows the demo's passwords.
 */
@WebFilter(urlPatterns = "/*", asyncSupported = true)
public class DemoHostFilter extends HttpFilter {

  private static final long serialVersionUID = 1;
  private static final int MISDIRECTED_REQUEST = 421;

  @Inject transient Config config;
  private boolean demo;

  @Override
  public void init() {
    demo = config.getOptionalValue("coedit.demo", Boolean.class).orElse(false);
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (demo && !Loopback.isName(request.getServerName())) {
      SecurityHeaders.set(response);
      JsonError.write(
          response, MISDIRECTED_REQUEST, ErrorCode.FORBIDDEN, "the demo is called localhost");
    } else {
      chain.doFilter(request, response);
    }
  }
}
