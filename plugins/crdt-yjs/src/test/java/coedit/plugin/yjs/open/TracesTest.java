package coedit.plugin.yjs.open;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coedit.plugin.yjs.read.Contents;
import coedit.plugin.yjs.update.UpdateStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Recorded documents of 0.5 to 1.1 MB; see {@code traces/README.md} in the resources. */
class TracesTest {

  private static final int MOST_TIMES_ENCODED = 4;

  @ParameterizedTest
  @ValueSource(strings = {"A1", "A2", "C1", "C2", "S1", "S2", "S3"})
  void opensARecordedDocument(String name) throws IOException {
    byte[] update = update(name);
    OpenDocument document = new OpenDocument();
    document.apply(update);
    document.trim();
    document.checkInvariants();
    assertFalse(document.hasPending());
    assertEquals(expectedHash(name), hashOfText(document));
    assertArrayEquals(update, document.encodeState());
    long most = (long) MOST_TIMES_ENCODED * update.length;
    assertTrue(
        document.residentBytes() <= most,
        name + ": " + document.residentBytes() + " bytes resident of " + most);
  }

  /** What the server keeps of it without opening it means the same. */
  @ParameterizedTest
  @ValueSource(strings = {"A1", "A2", "C1", "C2", "S1", "S2", "S3"})
  void keepsARecordedDocumentInCanonicalForm(String name) throws IOException {
    byte[] update = update(name);
    UpdateStore store = UpdateStore.of(update);
    byte[] content = store.content();
    assertTrue(content.length <= update.length, content.length + " of " + update.length);
    OpenDocument document = new OpenDocument();
    document.apply(content);
    assertEquals(expectedHash(name), hashOfText(document));
    assertArrayEquals(store.stateVector(), document.encodeStateVector());
  }

  private static byte[] update(String name) throws IOException {
    try (InputStream in = new GZIPInputStream(resource(name + ".v1.yjs.gz"))) {
      return in.readAllBytes();
    }
  }

  private static InputStream resource(String name) {
    return Objects.requireNonNull(TracesTest.class.getResourceAsStream("/traces/" + name), name);
  }

  private static String hashOfText(OpenDocument document) {
    byte[] text = Contents.text(document.root("text")).getBytes(StandardCharsets.UTF_8);
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static String expectedHash(String name) throws IOException {
    try (InputStream in = resource("meta.json")) {
      String meta = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      int at = meta.indexOf("textSha256", meta.indexOf("\"" + name + "\""));
      return meta.substring(at).split("\"")[2];
    }
  }
}
