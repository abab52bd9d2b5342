package coedit.core.cluster.hazelcast;

import static coedit.core.fixture.Texts.document;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import coedit.core.sequence.SequencingEntry;
import coedit.core.sequence.SequencingEntry.Answer;
import com.hazelcast.config.SerializationConfig;
import com.hazelcast.internal.serialization.InternalSerializationService;
import com.hazelcast.internal.serialization.impl.DefaultSerializationServiceBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EntrySerializersTest {

  private final InternalSerializationService service = service();

  private static InternalSerializationService service() {
    SerializationConfig config = new SerializationConfig();
    EntrySerializers.register(config);
    return new DefaultSerializationServiceBuilder().setConfig(config).build();
  }

  @AfterEach
  void dispose() {
    service.dispose();
  }

  @Test
  void keysEntriesAndAnswersComeBackEqual() {
    for (Object value :
        List.of(
            new EntryKey(document(77), 12),
            new SequencingEntry(5, 1L << 40, 9, Long.MAX_VALUE),
            new Answer.Assigned(3, 4),
            new Answer.Recheck(8),
            new Answer.Recover())) {
      assertEquals(value, service.toObject(service.toData(value)));
    }
  }

  @Test
  void changesComeBackEqual() {
    SequencingEntry entry = new SequencingEntry(1, 4, 3, 2);
    for (EntryChange.Action action :
        List.of(
            new EntryChange.Action.Append(new SequencingEntry.Append(1, 2, 3, 4, 5, 6)),
            new EntryChange.Action.Install(entry),
            new EntryChange.Action.RaiseAccessEpoch(7),
            new EntryChange.Action.Remove(entry),
            new EntryChange.Action.Set(entry),
            gone())) {
      Object read = service.toObject(service.toData(new EntryChange(action)));
      assertEquals(action, assertInstanceOf(EntryChange.class, read).action());
    }
  }

  private static EntryChange.Action gone() {
    @Nullable SequencingEntry none = null;
    return new EntryChange.Action.Set(none);
  }
}
