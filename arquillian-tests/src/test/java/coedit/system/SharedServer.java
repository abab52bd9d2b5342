package coedit.system;

import java.util.Map;

/**
 * One server on Derby for all classes that need nothing special of it. Documents and rooms that
 * nobody uses leave its memory after a second, so that a test can see one opened anew. Names of Yjs
 * rooms make documents. Clients may send as fast as they can. A page of the intranet may show it in
 * a frame. Beside the demo's accounts it has a registry of one user and one group. It has few
 * threads, as Liberty has at times on two processors: who holds some is noticed.
 */
public final class SharedServer {

  /** Whose pages may embed it: of whatever port. */
  public static final String INTRANET = "http://localhost:*";

  static final String PASSWORD_OF_BASIL = "basils-own";

  /** As {@code bin/securityUtility encode --encoding=hash} writes it. */
  static final String HASH_OF_BASIL =
      "{hash}ARAAAAAUUEJLREYyV2l0aEhtYWNTSEE1MTIwAAAAIDy3hUn9sb4tYkEsG1TaaE3n7fC1tlnhkr0dh6"
          + "+oIZRcQAAAACBRBDvJHaaXtk+v9oEspVlU+IiMh2cXqSicmQZeSW1BHw==";

  private static final LibertyServer SERVER =
      new LibertyServer(
              "shared",
              Map.of(
                  "COEDIT_ROOM_IDLE", "1",
                  "COEDIT_DOCUMENT_IDLE", "1",
                  "COEDIT_YJS_ROOMS", "create",
                  "COEDIT_EMBED_ORIGINS", INTRANET,
                  "COEDIT_LIMITS_MESSAGES_PER_SECOND", "100000",
                  "COEDIT_LIMITS_MESSAGES_BURST", "100000"))
          .with("<executor maxThreads=\"8\"/>" + registry())
          .launch()
          .awaitReady();

  private SharedServer() {}

  /** As docs/operations.md has it. */
  private static String registry() {
    return """
        <basicRegistry id="basic" realm="coedit">
          <user name="basil" password="%s"/>
          <group name="herbs"><member name="basil"/></group>
        </basicRegistry>
        """
        .formatted(HASH_OF_BASIL);
  }

  public static LibertyServer get() {
    return SERVER;
  }
}
