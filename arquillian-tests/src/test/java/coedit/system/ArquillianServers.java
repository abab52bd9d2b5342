package coedit.system;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The folders of the two servers that {@code arquillian.xml} names, ready before Arquillian starts
 * them: configured as shipped, but for the application, which Arquillian itself puts into {@code
 * dropins}.
 */
final class ArquillianServers implements BeforeAllCallback {

  private static final Path WLP = Path.of("../ear/target/liberty/wlp").toAbsolutePath().normalize();
  private static final Path SHIPPED = WLP.resolve("usr/servers/coedit");
  private static final Path USER =
      Path.of("target/arquillian", "" + LibertyServer.FORK).toAbsolutePath();
  private static final List<Member> MEMBERS =
      List.of(new Member("arquillian-1"), new Member("arquillian-2"));

  /** Warns of every class of the archive that it cannot load here; held so that it stays quiet. */
  private static final Logger CONTAINER =
      Logger.getLogger("io.openliberty.arquillian.managed.WLPManagedContainer");

  private static Map<String, String> database;

  static {
    CONTAINER.setLevel(Level.SEVERE);
  }

  /** One server and its ports. */
  record Member(String name, int http, int cluster, Map<String, Api> signIns) implements Node {

    Member(String name) {
      this(name, LibertyServer.freePort(), LibertyServer.freePort(), new ConcurrentHashMap<>());
    }

    @Override
    public URI address() {
      return URI.create("http://127.0.0.1:" + http);
    }

    boolean hasLogged(String words) {
      return LibertyServer.hasLogged(folder(), words);
    }

    private Path folder() {
      return USER.resolve("servers").resolve(name);
    }
  }

  static EnterpriseArchive shippedArchive() {
    File archive = new File("../ear/target/coedit.ear");
    return ShrinkWrap.createFromZipFile(EnterpriseArchive.class, archive);
  }

  /** The tables of both. */
  static StoredRows rows() {
    return new StoredRows(Objects.requireNonNull(database));
  }

  static List<Member> members() {
    return MEMBERS;
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    System.setProperty("coedit.wlp", WLP.toString());
    System.setProperty("coedit.usr", USER.toString());
    database = Databases.fresh();
    String members =
        String.join(",", MEMBERS.stream().map(m -> "127.0.0.1:" + m.cluster()).toList());
    for (Member member : MEMBERS) {
      System.setProperty("coedit.port." + member.name(), Integer.toString(member.http()));
      try {
        prepare(member, members);
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }
  }

  private static void prepare(Member member, String members) throws IOException {
    Path server = member.folder();
    LibertyServer.remove(server);
    Files.createDirectories(server.resolve("jdbc"));
    try (Stream<Path> drivers = Files.list(SHIPPED.resolve("jdbc"))) {
      for (Path driver : drivers.toList()) {
        Files.copy(driver, server.resolve("jdbc").resolve(driver.getFileName()));
      }
    }
    for (String file : List.of("server.env", "jvm.options")) {
      Files.copy(SHIPPED.resolve(file), server.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }
    Files.writeString(server.resolve("server.xml"), configuration());
    StringBuilder settings = new StringBuilder("coedit.demo=true\n");
    settings.append("coedit.http.port=").append(member.http()).append('\n');
    settings.append("coedit.https.port=").append(LibertyServer.freePort()).append('\n');
    settings.append("coedit.cluster.members=").append(members).append('\n');
    settings.append("coedit.cluster.port=").append(member.cluster()).append('\n');
    database.forEach(
        (name, value) ->
            settings
                .append(name.toLowerCase(Locale.ROOT).replace('_', '.'))
                .append('=')
                .append(value)
                .append('\n'));
    Files.writeString(server.resolve("bootstrap.properties"), settings);
  }

  /**
   * As shipped, without what names the application and forbids watching folders, and with the
   * connector that Arquillian asks for the state of its deployment.
   */
  private static String configuration() throws IOException {
    String shipped = Files.readString(SHIPPED.resolve("server.xml"));
    String without =
        shipped
            .replaceFirst("(?s)<enterpriseApplication.*?</enterpriseApplication>", "")
            .replaceFirst("<applicationMonitor[^>]*/>", "")
            .replaceFirst(
                "<featureManager>", "<featureManager>\n    <feature>localConnector-1.0</feature>");
    if (without.contains("enterpriseApplication") || without.contains("applicationMonitor")) {
      throw new IllegalStateException("the shipped server.xml is not what this expects");
    }
    return without;
  }
}
