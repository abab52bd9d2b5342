package coedit.core.cluster.hazelcast;

import static coedit.core.fixture.Texts.document;
import static coedit.core.fixture.Texts.name;
import static coedit.core.fixture.Texts.operations;
import static coedit.core.fixture.Texts.submission;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import coedit.core.cluster.ClusterMessage;
import coedit.core.cluster.ClusterMessage.Settlement;
import coedit.core.service.PresenceChange;
import coedit.core.service.Refusal;
import coedit.model.ErrorCode;
import coedit.model.Payload;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClusterCodecTest {

  private static final List<ClusterMessage> MESSAGES =
      List.of(
          new ClusterMessage.Submit(document(1), submission(5, 6, 7, "ä", "b"), 8),
          settled(new Settlement.Duplicate(3, 9)),
          settled(new Settlement.NoChange(3)),
          settled(
              new Settlement.Refused(
                  new Refusal(ErrorCode.BUSY, "später ✓", Duration.ofMillis(250)))),
          settled(new Settlement.Recheck(Long.MAX_VALUE)),
          settled(new Settlement.Retry()),
          new ClusterMessage.Committed(document(1), operations(4, 9)),
          new ClusterMessage.Interest(Map.of(document(1), 4L, document(2), 0L)),
          new ClusterMessage.Heads(Map.of(document(3), 1L << 40)),
          new ClusterMessage.Presence(
              document(1),
              List.of(
                  new PresenceChange("s", "u", "Zoë", Optional.of(Payload.ofUtf8("{}"))),
                  new PresenceChange("t", "v", "V", Optional.empty()))),
          new ClusterMessage.AccessChanged(document(1), 12),
          new ClusterMessage.Word(document(1), Payload.ofUtf8("für alle")));

  private static ClusterMessage settled(Settlement settlement) {
    return new ClusterMessage.Settled(document(1), name(2, 3), -77, settlement);
  }

  @Test
  void readsEveryMessageAsItWasWritten() {
    for (ClusterMessage message : MESSAGES) {
      assertEquals(message, ClusterCodec.decode(ClusterCodec.encode(message)));
    }
  }

  @Test
  void refusesMessagesThatAreCutShort() {
    for (ClusterMessage message : MESSAGES) {
      byte[] whole = ClusterCodec.encode(message);
      for (int length = 0; length < whole.length; length++) {
        byte[] part = Arrays.copyOf(whole, length);
        assertThrows(
            UncheckedIOException.class, () -> ClusterCodec.decode(part), message::toString);
      }
    }
  }

  @Test
  void refusesMessagesOfAnUnknownKind() {
    assertThrows(UncheckedIOException.class, () -> ClusterCodec.decode(new byte[] {99, 0, 0, 0}));
  }
}
