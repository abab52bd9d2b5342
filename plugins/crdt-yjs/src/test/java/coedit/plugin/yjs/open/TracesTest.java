package coedit.plugin.yjs.open;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coedit.plugin.yjs.read.Contents;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Recorded documents of 0.5 to 1.1 MB, which are not part of this repository: {@code
 * -Dcoedit.traces=} names the folder that holds {@code A1.v1.yjs.gz} and so on with their {@code
 * meta.json}. Without it there is nothing to test.
 */
class TracesTest {

  private static final int MOST_TIMES_ENCODED = 4;

  @TestFactory
  Stream<DynamicTest> opensRecordedDocuments() {
    String folder = System.getProperty("coedit.traces", "");
    List<String> names =
        folder.isEmpty() ? List.of() : List.of("A1", "A2", "C1", "C2", "S1", "S2", "S3");
    return names.stream()
        .map(name -> DynamicTest.dynamicTest(name, () -> opens(Path.of(folder), name)));
  }

  private static void opens(Path folder, String name) throws IOException, NoSuchAlgorithmException {
    byte[] update;
    try (InputStream in =
        new GZIPInputStream(Files.newInputStream(folder.resolve(name + ".v1.yjs.gz")))) {
      update = in.readAllBytes();
    }
    OpenDocument document = new OpenDocument();
    document.apply(update);
    document.trim();
    document.checkInvariants();
    assertFalse(document.hasPending());
    byte[] text = Contents.text(document.root("text")).getBytes(StandardCharsets.UTF_8);
    String hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
    assertEquals(expectedHash(folder, name), hash);
    assertArrayEquals(update, document.encodeState());
    long most = (long) MOST_TIMES_ENCODED * update.length;
    assertTrue(document.residentBytes() <= most, document.residentBytes() + " bytes resident");
  }

  private static String expectedHash(Path folder, String name) throws IOException {
    String meta = Files.readString(folder.resolve("meta.json"));
    int at = meta.indexOf("textSha256", meta.indexOf("\"" + name + "\""));
    return meta.substring(at).split("\"")[2];
  }
}
