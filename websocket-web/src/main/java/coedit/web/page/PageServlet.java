package coedit.web.page;

import coedit.web.auth.Embedding;
import coedit.web.auth.SecurityHeaders;
import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * Serves the page with a nonce of its own each time, in the page and in its content security
 * policy: the one thing in it that is not a file. So it must not be kept by any cache.
 */
@WebServlet(urlPatterns = {"", "/index.html"})
public class PageServlet extends HttpServlet {

  private static final long serialVersionUID = 1;
  private static final int NONCE_BYTES = 16;

  @Inject
  @SuppressWarnings("NullAway.Init")
  transient Embedding embedding;

  private final transient SecureRandom random = new SecureRandom();
  private String page = "";

  @Override
  public void init() throws ServletException {
    try (InputStream file = getServletContext().getResourceAsStream("/index.html")) {
      if (file == null) {
        throw new ServletException("the page is missing in the archive");
      }
      page = new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new ServletException("the page cannot be read", unreadable);
    }
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    byte[] bytes = new byte[NONCE_BYTES];
    random.nextBytes(bytes);
    String nonce = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    SecurityHeaders.forPage(response, nonce, embedding);
    response.setHeader("Cache-Control", "no-store");
    response.setContentType("text/html");
    response.setCharacterEncoding("UTF-8");
    response.getWriter().write(page.replace("@nonce@", nonce));
  }
}
