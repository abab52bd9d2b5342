package coedit.web.auth;

import coedit.model.ErrorCode;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** The one shape in which HTTP says no. */
public final class JsonError {

  private JsonError() {}

  public static JsonObject of(ErrorCode code, String message) {
    return Json.createObjectBuilder().add("code", code.code()).add("message", message).build();
  }

  static void write(HttpServletResponse response, int status, ErrorCode code, String message)
      throws IOException {
    response.setStatus(status);
    response.setContentType("application/json");
    response.setCharacterEncoding("UTF-8");
    response.setHeader("Cache-Control", "no-store");
    response.getWriter().write(of(code, message).toString());
  }
}
