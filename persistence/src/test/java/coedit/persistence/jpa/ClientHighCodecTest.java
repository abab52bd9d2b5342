package coedit.persistence.jpa;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import coedit.model.ClientId;
import coedit.persistence.ClientHigh;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ClientHighCodecTest {

  @Test
  void everyStateSurvives() throws IOException {
    Random random = new Random(42);
    for (int size = 0; size < 200; size++) {
      Map<ClientId, ClientHigh> highs = new HashMap<>();
      for (int i = 0; i < size; i++) {
        long client = (random.nextLong() >>> (1 + random.nextInt(62))) + 1;
        long sequence = random.nextLong() >>> (1 + random.nextInt(62));
        ClientHigh high =
            new ClientHigh(sequence, random.nextInt(9999), random.nextInt(), "Zoë" + i % 5);
        highs.put(new ClientId(Math.max(1, client)), high);
      }
      assertEquals(highs, ClientHighCodec.decode(ClientHighCodec.encode(highs)), "seed 42");
    }
  }

  @Test
  void theBytesOfVersionOneStayReadable() throws IOException {
    Map<ClientId, ClientHigh> highs =
        Map.of(
            new ClientId(300), new ClientHigh(2, 5, 0x01020304, "bob"),
            new ClientId(7), new ClientHigh(128, 4, -1, "al"));
    byte[] golden =
        HexFormat.of()
            .parseHex(
                "01"
                    + "02"
                    + "02616c"
                    + "03626f62"
                    + "02"
                    + "07"
                    + "8001"
                    + "04"
                    + "ffffffff"
                    + "00"
                    + "ac02"
                    + "02"
                    + "05"
                    + "01020304"
                    + "01");
    assertArrayEquals(golden, ClientHighCodec.encode(highs));
    assertEquals(highs, ClientHighCodec.decode(golden));
  }

  @Test
  void anythingElseIsRefused() {
    byte[] good = ClientHighCodec.encode(Map.of(new ClientId(7), new ClientHigh(128, 4, -1, "al")));
    for (int length = 0; length < good.length; length++) {
      byte[] cut = Arrays.copyOf(good, length);
      assertThrows(IOException.class, () -> ClientHighCodec.decode(cut));
    }
    byte[] longer = Arrays.copyOf(good, good.length + 1);
    assertThrows(IOException.class, () -> ClientHighCodec.decode(longer));
    byte[] newer = good.clone();
    newer[0] = 2;
    assertThrows(IOException.class, () -> ClientHighCodec.decode(newer));
  }
}
