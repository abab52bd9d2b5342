package coedit.plugin.richtext;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coedit.model.Payload;
import coedit.model.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

/** The cases of the browser client's test: its canonical form is this type's, to the byte. */
class ClientChecksumTest {

  private static final Path CASES =
      Path.of("../../websocket-web/src/main/frontend/client/test/canonical-cases.json");
  private static final Pattern CASE =
      Pattern.compile(
          " *\\{\"type\":\"richtext\",\"content\":(.*),\"hash\":\"([0-9a-f]{8})\"},?",
          Pattern.DOTALL);

  @Test
  void clientsWriteTheSame() throws IOException {
    List<Matcher> cases =
        Files.readAllLines(CASES).stream().map(CASE::matcher).filter(Matcher::matches).toList();
    assertTrue(cases.size() > 10);
    for (Matcher one : cases) {
      CRC32 crc = new CRC32();
      crc.update(new RichTextDocumentType().open(snapshot(one.group(1))).content().toBytes());
      assertEquals(one.group(2), "%08x".formatted(crc.getValue()), one.group(1));
    }
  }

  private static Snapshot snapshot(String content) {
    return new Snapshot(1, 1, Payload.ofUtf8(content));
  }
}
