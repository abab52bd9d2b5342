package coedit.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A wall clock of a server's own, which can be set while the server runs. The time that passes
 * (what {@code System.nanoTime} shows) stays true, as when somebody sets a machine's clock. Needs
 * Debian's {@code libfaketime}.
 */
final class OwnClock {

  private static final Path LIBRARY = Path.of("faketime/libfaketimeMT.so.1");
  private static final List<Path> PLACES =
      List.of(
          Path.of("/usr/lib/x86_64-linux-gnu"),
          Path.of("/usr/lib/aarch64-linux-gnu"),
          Path.of("/usr/lib"));

  /** The library looks at the file once in a second. */
  private static final Duration NOTICED = Duration.ofSeconds(2);

  private final Path file;

  OwnClock() {
    try {
      file = Files.createTempFile("coedit-clock", "");
      file.toFile().deleteOnExit();
      Files.writeString(file, "+0");
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  static boolean isPossible() {
    return PLACES.stream().anyMatch(place -> Files.exists(place.resolve(LIBRARY)));
  }

  /** The environment of the process that is to have this clock. */
  Map<String, String> settings() {
    Path library =
        PLACES.stream()
            .map(place -> place.resolve(LIBRARY))
            .filter(Files::exists)
            .findFirst()
            .orElseThrow();
    return Map.of(
        "LD_PRELOAD", library.toString(),
        "FAKETIME_TIMESTAMP_FILE", file.toString(),
        "FAKETIME_CACHE_DURATION", "1",
        "FAKETIME_DONT_FAKE_MONOTONIC", "1",
        // With it, each timed wait of a JVM returns at once.
        "FAKETIME_FORCE_MONOTONIC_FIX", "0");
  }

  /** Sets the clock, and waits until that is seen. */
  void isWrongBy(Duration error) {
    try {
      Files.writeString(file, (error.isNegative() ? "" : "+") + error.toSeconds());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    Await.pause(NOTICED);
  }
}
