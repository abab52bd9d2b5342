package coedit.web.auth;

import java.io.IOException;
import java.net.URI;
import java.security.Key;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jose4j.http.Get;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwx.JsonWebStructure;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;
import org.jose4j.keys.resolvers.VerificationKeyResolver;
import org.jose4j.lang.JoseException;
import org.jose4j.lang.UnresolvableKeyException;

/**
 * The keys that an issuer publishes. They are fetched anew every few minutes, and when a token
 * names one that is not known, but not again and again: anybody can send tokens, also while the
 * issuer does not answer. One thread at a time asks; who has a key that is known waits for nobody.
 * Thread-safe.
 */
final class FetchedKeys implements VerificationKeyResolver {

  static final Duration BETWEEN_FETCHES = Duration.ofSeconds(30);

  /** Then they are fetched anew: so long one that was withdrawn is trusted. */
  static final Duration FRESH = Duration.ofMinutes(5);

  /** How long those that were known are good while the issuer does not answer. */
  static final Duration GOOD = Duration.ofHours(1);

  private static final System.Logger LOG = System.getLogger(FetchedKeys.class.getName());
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private record Known(List<JsonWebKey> keys, long fetchedAt) {}

  private final URI location;
  private final LongSupplier nanoTime;
  private final Get get = new Get();
  private final ReentrantLock asking = new ReentrantLock();
  private volatile Known known;
  private volatile long askedAt;

  FetchedKeys(URI location, LongSupplier nanoTime) {
    this.location = location;
    this.nanoTime = nanoTime;
    this.known = new Known(List.of(), nanoTime.getAsLong() - GOOD.toNanos());
    this.askedAt = nanoTime.getAsLong() - BETWEEN_FETCHES.toNanos();
    get.setConnectTimeout((int) PATIENCE.toMillis());
    get.setReadTimeout((int) PATIENCE.toMillis());
    get.setRetries(0);
  }

  @Override
  public Key resolveKey(JsonWebSignature token, List<JsonWebStructure> nesting)
      throws UnresolvableKeyException {
    if (age() < FRESH.toNanos()) {
      try {
        return select(token, nesting);
      } catch (UnresolvableKeyException unknown) {
        // perhaps a new one
      }
    }
    refresh();
    if (age() >= GOOD.toNanos()) {
      throw new UnresolvableKeyException("the issuer's keys cannot be fetched");
    }
    return select(token, nesting);
  }

  private Key select(JsonWebSignature token, List<JsonWebStructure> nesting)
      throws UnresolvableKeyException {
    return new JwksVerificationKeyResolver(known.keys()).resolveKey(token, nesting);
  }

  private long age() {
    return nanoTime.getAsLong() - known.fetchedAt();
  }

  /** Whoever comes while another asks waits for the answer only if no key is good. */
  private void refresh() {
    if (age() >= GOOD.toNanos()) {
      asking.lock();
    } else if (!asking.tryLock()) {
      return;
    }
    try {
      long now = nanoTime.getAsLong();
      if (now - askedAt >= BETWEEN_FETCHES.toNanos()) {
        askedAt = now;
        String answer = get.get(location.toString()).getBody();
        known = new Known(new JsonWebKeySet(answer).getJsonWebKeys(), now);
      }
    } catch (IOException | JoseException failed) {
      LOG.log(System.Logger.Level.WARNING, "cannot fetch keys from " + location, failed);
    } finally {
      asking.unlock();
    }
  }
}
