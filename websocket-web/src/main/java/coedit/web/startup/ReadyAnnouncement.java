package coedit.web.startup;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/**
 * Prints one line when the server really answers: the application has started before its address is
 * open, so this asks the address until readiness is up.
 */
@ApplicationScoped
public class ReadyAnnouncement {

  private static final long ASK_EVERY_MILLIS = 250;
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  @Resource @Nullable ManagedScheduledExecutorService executor;
  @Inject Config config;

  void begin(@Observes @Initialized(ApplicationScoped.class) Object started) {
    String host = config.getOptionalValue("coedit.http.host", String.class).orElse("127.0.0.1");
    int port = config.getOptionalValue("coedit.http.port", Integer.class).orElse(9080);
    boolean demo = config.getOptionalValue("coedit.demo", Boolean.class).orElse(false);
    boolean everywhere = host.equals("*") || host.equals("0.0.0.0");
    URI ready =
        URI.create("http://" + (everywhere ? "127.0.0.1" : host) + ":" + port + "/health/ready");
    String name = everywhere || host.equals("127.0.0.1") ? "localhost" : host;
    String line = line("http://" + name + ":" + port + "/", demo);
    if (executor != null && port > 0) {
      HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
      ask(executor, client, HttpRequest.newBuilder(ready).timeout(PATIENCE).build(), line);
    }
  }

  static String line(String address, boolean demo) {
    return "Coedit is ready at "
        + address
        + (demo ? " - demo accounts alice, bob, carol (password = name), admin" : "");
  }

  private static void ask(
      ManagedScheduledExecutorService executor, HttpClient client, HttpRequest ready, String line) {
    var unused =
        executor.schedule(
            () -> {
              if (answers(client, ready)) {
                System.out.println(line);
              } else {
                ask(executor, client, ready, line);
              }
            },
            ASK_EVERY_MILLIS,
            TimeUnit.MILLISECONDS);
  }

  private static boolean answers(HttpClient client, HttpRequest ready) {
    try {
      return client.send(ready, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return true;
    }
  }
}
