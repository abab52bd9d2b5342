package coedit.web.rest;

import coedit.model.ErrorCode;
import coedit.web.limit.Refusals;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.config.Config;

/**
 * How many imports this server reads at once, since each holds a whole document in memory: one of
 * each user, and so many of all. Thread-safe.
 */
final class ImportTurns {

  /** What an import does in its turn. */
  interface Work {
    Response run() throws IOException;
  }

  private final int atOnce;
  private final int maxBytes;
  private final Refusals refusals;
  private final Set<String> underWay = ConcurrentHashMap.newKeySet();

  ImportTurns(int atOnce, int maxBytes, Refusals refusals) {
    if (atOnce < 1 || maxBytes < 1) {
      throw new IllegalArgumentException(atOnce + " at once, " + maxBytes + " bytes");
    }
    this.atOnce = atOnce;
    this.maxBytes = maxBytes;
    this.refusals = refusals;
  }

  /** The largest content. */
  int maxBytes() {
    return maxBytes;
  }

  /** Does the work, or says when to ask again. */
  Response take(String user, Work work) throws IOException {
    if (!underWay.add(user)) {
      return later(429, ErrorCode.RATE, "another import of yours is under way");
    }
    try {
      return underWay.size() > atOnce
          ? later(503, ErrorCode.BUSY, "others' imports are under way")
          : work.run();
    } finally {
      underWay.remove(user);
    }
  }

  private Response later(int status, ErrorCode code, String message) {
    refusals.count("imports");
    return Answers.error(status, code, message).header(HttpHeaders.RETRY_AFTER, 1).build();
  }

  /** As configured, one for all requests of this server. */
  @Dependent
  static class Wiring {

    private static final int AT_ONCE = 8;
    private static final int MAX_BYTES = 16 << 20;

    @Produces
    @Singleton
    ImportTurns turns(Config config, Refusals refusals) {
      return new ImportTurns(
          config.getOptionalValue("coedit.limits.imports", Integer.class).orElse(AT_ONCE),
          config.getOptionalValue("coedit.limits.import-bytes", Integer.class).orElse(MAX_BYTES),
          refusals);
    }
  }
}
