package coedit.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** A request over TLS to a server whose certificate is its own. */
final class SecureCall {

  private SecureCall() {}

  /** The value of a header of the answer; empty when it has none. */
  static String header(URI address, String name) {
    try {
      HttpsURLConnection call = open(address);
      call.getResponseCode();
      String value = call.getHeaderField(name);
      return value == null ? "" : value;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /**
   * What came back.
   *
   * @param body empty when it was refused
   * @param cookies that it sets, by name
   */
  record Answer(int status, String body, Map<String, String> cookies) {}

  /** Sends a body, with headers by name and value. */
  static Answer post(URI address, String body, String... headers) {
    try {
      HttpsURLConnection call = open(address);
      call.setRequestMethod("POST");
      call.setDoOutput(true);
      for (int i = 0; i < headers.length; i += 2) {
        call.setRequestProperty(headers[i], headers[i + 1]);
      }
      call.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
      int status = call.getResponseCode();
      String said =
          status < 400
              ? new String(call.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
              : "";
      return new Answer(status, said, cookies(call));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static Map<String, String> cookies(HttpsURLConnection call) {
    Map<String, String> cookies = new LinkedHashMap<>();
    for (String cookie : call.getHeaderFields().getOrDefault("Set-Cookie", List.of())) {
      int end = cookie.indexOf('=');
      cookies.put(cookie.substring(0, end), cookie.substring(end + 1).split(";")[0]);
    }
    return cookies;
  }

  private static HttpsURLConnection open(URI address) throws IOException {
    HttpsURLConnection call = (HttpsURLConnection) address.toURL().openConnection();
    try {
      call.setSSLSocketFactory(trustingAnybody().getSocketFactory());
    } catch (GeneralSecurityException failure) {
      throw new IllegalStateException(failure);
    }
    call.setHostnameVerifier((host, session) -> true);
    return call;
  }

  /** The certificate is the server's own. */
  static SSLContext trustingAnybody() throws GeneralSecurityException {
    X509TrustManager anybody =
        new X509TrustManager() {
          @Override
          public void checkClientTrusted(X509Certificate[] chain, String type) {}

          @Override
          public void checkServerTrusted(X509Certificate[] chain, String type) {}

          @Override
          public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
          }
        };
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {anybody}, null);
    return context;
  }
}
