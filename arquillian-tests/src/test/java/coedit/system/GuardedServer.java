package coedit.system;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldif.LDIFException;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One server for all tests of who may do what: its people are in a real LDAP server, in groups, and
 * it trusts one issuer elsewhere. New documents are private.
 */
public final class GuardedServer {

  static final String EDITORS = "editors";

  /** A group of which gwen is; zeno is of one with the same short name among the partners. */
  static final String AUDITORS = "cn=auditors,ou=groups,dc=example,dc=org";

  /** Where the directory has pat, whose short name would be another's. */
  static final String ANOTHER_GWEN = "cn=gwen,ou=partners,dc=example,dc=org";

  private static final List<String> PEOPLE =
      List.of(
          "vera", "carl", "edda", "anna", "gwen", "otto", "zeno", "nora", "olaf", "pia", "ruth",
          "lea", "mona");

  /** What the user {@code xena} is called in the directory. */
  public static final String NAMED_TO_RUN = "Xena<img src=x onerror=alert(1)>";

  private static final Issuer ISSUER = Issuer.start();
  private static final InMemoryDirectoryServer LDAP = ldap();
  private static final LibertyServer SERVER = start();

  private GuardedServer() {}

  public static LibertyServer get() {
    return SERVER;
  }

  static Issuer issuer() {
    return ISSUER;
  }

  /** Somebody leaves the organisation. */
  static void leaves(String name) {
    change(() -> LDAP.delete(person(name)));
  }

  /** Somebody becomes one of a group, or is one no longer. */
  static void belongs(String name, String group, boolean belongs) {
    ModificationType change = belongs ? ModificationType.ADD : ModificationType.DELETE;
    change(() -> LDAP.modify(group(group), new Modification(change, "member", person(name))));
  }

  private interface Change {
    void make() throws LDAPException;
  }

  private static void change(Change change) {
    try {
      change.make();
    } catch (LDAPException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private static LibertyServer start() {
    Map<String, String> settings = new LinkedHashMap<>(ISSUER.settings());
    settings.put("COEDIT_DOCUMENTS_EVERYONE", "none");
    settings.put("COEDIT_ADMIN_GROUPS", "operators");
    settings.put("COEDIT_HTTPS_HSTS", "max-age=86400");
    // Whole lists of payloads go through it; LimitsIT is about limits.
    settings.put("COEDIT_LIMITS_REQUESTS_PER_SECOND", "1000");
    settings.put("COEDIT_LIMITS_REQUESTS_BURST", "5000");
    return new LibertyServer("guarded", settings).with(registry()).launch().awaitReady();
  }

  /** As docs/operations.md has it. */
  private static String registry() {
    return """
        <featureManager><feature>ldapRegistry-3.0</feature></featureManager>
        <ldapRegistry id="ldap" realm="example" host="127.0.0.1" port="%d" baseDN="dc=example,dc=org"
            ldapType="Custom" bindDN="cn=coedit" bindPassword="of-the-test">
          <customFilters userFilter="(&amp;(uid=%%v)(objectclass=inetOrgPerson))"
              groupFilter="(&amp;(cn=%%v)(objectclass=groupOfNames))"
              userIdMap="*:uid" groupIdMap="*:cn" groupMemberIdMap="groupOfNames:member"/>
          <ldapCache><attributesCache timeout="1s"/><searchResultsCache timeout="1s"/></ldapCache>
        </ldapRegistry>
        <federatedRepository>
          <primaryRealm name="example">
            <participatingBaseEntry name="dc=example,dc=org"/>
            <userDisplayNameMapping inputProperty="principalName" outputProperty="cn"/>
          </primaryRealm>
        </federatedRepository>
        """
        .formatted(LDAP.getListenPort());
  }

  /** People whose password is their name. */
  private static InMemoryDirectoryServer ldap() {
    try {
      InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig("dc=example,dc=org");
      config.addAdditionalBindCredentials("cn=coedit", "of-the-test");
      config.setListenerConfigs(
          InMemoryListenerConfig.createLDAPConfig(
              "loopback", InetAddress.getLoopbackAddress(), 0, null));
      config.setSchema(null);
      InMemoryDirectoryServer server = new InMemoryDirectoryServer(config);
      server.add("dn: dc=example,dc=org", "objectClass: top", "objectClass: domain", "dc: example");
      for (String unit : List.of("people", "groups", "partners")) {
        server.add(
            "dn: ou=" + unit + ",dc=example,dc=org",
            "objectClass: organizationalUnit",
            "ou: " + unit);
      }
      for (String name : PEOPLE) {
        String shown = name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
        add(server, person(name), name, shown);
      }
      add(server, person("xena"), "xena", NAMED_TO_RUN);
      add(server, ANOTHER_GWEN, "pat", "Pat");
      group(server, group(EDITORS), EDITORS, "gwen");
      group(server, group("operators"), "operators", "otto");
      group(server, AUDITORS, "auditors", "gwen");
      group(server, AUDITORS.replace("groups", "partners"), "auditors", "zeno");
      server.startListening();
      return server;
    } catch (LDAPException | LDIFException failure) {
      throw new IllegalStateException(failure);
    }
  }

  /** Nobody listens at the directory's address meanwhile. */
  static void withoutDirectory(Runnable meanwhile) {
    int port = LDAP.getListenPort();
    LDAP.shutDown(true);
    try {
      meanwhile.run();
    } finally {
      startAgain(port);
    }
  }

  private static void startAgain(int port) {
    try {
      LDAP.startListening();
    } catch (LDAPException failure) {
      throw new IllegalStateException(failure);
    }
    if (LDAP.getListenPort() != port) {
      throw new IllegalStateException("the directory is at " + LDAP.getListenPort());
    }
  }

  private static void add(InMemoryDirectoryServer server, String path, String name, String shown)
      throws LDAPException, LDIFException {
    server.add(
        "dn: " + path,
        "objectClass: top",
        "objectClass: person",
        "objectClass: organizationalPerson",
        "objectClass: inetOrgPerson",
        "uid: " + name,
        "cn: " + shown,
        "sn: Example",
        "userPassword: " + name);
  }

  private static void group(InMemoryDirectoryServer server, String path, String name, String member)
      throws LDAPException, LDIFException {
    server.add(
        "dn: " + path,
        "objectClass: top",
        "objectClass: groupOfNames",
        "cn: " + name,
        "member: " + person(member));
  }

  private static String person(String name) {
    return "uid=" + name + ",ou=people,dc=example,dc=org";
  }

  private static String group(String name) {
    return "cn=" + name + ",ou=groups,dc=example,dc=org";
  }
}
