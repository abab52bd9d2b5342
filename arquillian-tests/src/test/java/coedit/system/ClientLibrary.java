package coedit.system;

import java.io.IOException;
import java.nio.file.Path;

/** The page's own client library, as Node loads it. */
final class ClientLibrary {

  private static final Path FRONTEND = Path.of("../websocket-web/src/main/frontend");

  private ClientLibrary() {}

  /** Bundles its sources, which takes a moment, and says where they are. */
  static Path bundled() throws IOException {
    Path library = Path.of("target/client-" + LibertyServer.FORK + ".mjs").toAbsolutePath();
    ProcessBuilder esbuild =
        new ProcessBuilder(
            "node_modules/.bin/esbuild",
            "client/src/index.ts",
            "--bundle",
            "--platform=node",
            "--format=esm",
            "--log-level=warning",
            "--outfile=" + library);
    try {
      if (esbuild.directory(FRONTEND.toFile()).inheritIO().start().waitFor() != 0) {
        throw new IllegalStateException("build the frontend first");
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
    return library;
  }
}
