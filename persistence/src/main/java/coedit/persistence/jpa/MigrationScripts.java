package coedit.persistence.jpa;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.resource.LoadableResource;
import org.jspecify.annotations.Nullable;

/**
 * Hands Flyway the scripts by name. It would search the class path for their folder, and the
 * server's class loader does not list folders inside jars: it found none there.
 */
final class MigrationScripts implements ResourceProvider {

  /** The same numbers for every database, so that a schema version means one thing. */
  static final List<String> NAMES =
      List.of(
          "V1__tables.sql",
          "V2__sign_ins.sql",
          "V3__rights_and_audit.sql",
          "V4__audit_stays.sql",
          "V5__accounts.sql",
          "V6__pins.sql",
          "V7__proven_at.sql");

  private final String folder;

  MigrationScripts(String folder) {
    this.folder = folder;
  }

  @Override
  public @Nullable LoadableResource getResource(String name) {
    return NAMES.contains(name) ? new Script(folder, name) : null;
  }

  @Override
  public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
    return NAMES.stream()
        .filter(name -> name.startsWith(prefix) && Stream.of(suffixes).anyMatch(name::endsWith))
        .<LoadableResource>map(name -> new Script(folder, name))
        .toList();
  }

  private static final class Script extends LoadableResource {

    private final String folder;
    private final String name;

    Script(String folder, String name) {
      this.folder = folder;
      this.name = name;
    }

    @Override
    public Reader read() {
      try (InputStream in = MigrationScripts.class.getResourceAsStream("/" + getAbsolutePath())) {
        if (in == null) {
          throw new IOException("no resource " + getAbsolutePath());
        }
        return new StringReader(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }

    @Override
    public String getAbsolutePath() {
      return folder + "/" + name;
    }

    @Override
    public @Nullable String getAbsolutePathOnDisk() {
      return null;
    }

    @Override
    public String getFilename() {
      return name;
    }

    @Override
    public String getRelativePath() {
      return name;
    }
  }
}
