package coedit.core.cluster.hazelcast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coedit.core.fixture.Texts;
import coedit.core.sequence.SequencingEntry;
import coedit.core.sequence.SequencingEntry.Answer;
import coedit.model.DocumentId;
import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An entry in the map that cannot be read, as one of another release. */
class UnreadableEntryTest {

  private static final DocumentId DOCUMENT = Texts.document(1);
  private static final SequencingEntry ENTRY = new SequencingEntry(5, 2, 2, 1);

  private final HazelcastInstance member = Hazelcast.newHazelcastInstance(alone());
  private final IMap<EntryKey, Object> raw = member.getMap("documents");
  private final IMap<EntryKey, SequencingEntry> entries = member.getMap("documents");
  private final HazelcastSequencingMap map = new HazelcastSequencingMap(entries);

  private static final class Foreign implements Serializable {
    private static final long serialVersionUID = 1;

    private void readObject(ObjectInputStream in) throws InvalidObjectException {
      throw new InvalidObjectException("of another release");
    }
  }

  private static Config alone() {
    Config config = new Config();
    config.setClusterName(UUID.randomUUID().toString());
    config.setProperty("hazelcast.phone.home.enabled", "false");
    config.setProperty("hazelcast.socket.bind.any", "false");
    config.getNetworkConfig().getJoin().getAutoDetectionConfig().setEnabled(false);
    config.getNetworkConfig().getJoin().getMulticastConfig().setEnabled(false);
    config.getNetworkConfig().getInterfaces().setEnabled(true).addInterface("127.0.0.1");
    EntrySerializers.register(config.getSerializationConfig());
    return config;
  }

  @AfterEach
  void stop() {
    member.shutdown();
  }

  private boolean install(SequencingEntry entry) throws Exception {
    return map.install(DOCUMENT, 0, entry).toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  @Test
  void isReplacedWhenItsDocumentIsOpenedAnew() throws Exception {
    raw.set(new EntryKey(DOCUMENT, 0), new Foreign());
    SequencingEntry.Append request = new SequencingEntry.Append(5, 2, 2, 2, 1, 1);
    Answer answer =
        map.append(DOCUMENT, 0, request).toCompletableFuture().get(30, TimeUnit.SECONDS);
    assertEquals(new Answer.Recover(), answer);
    assertTrue(install(ENTRY));
    assertEquals(ENTRY, entries.get(new EntryKey(DOCUMENT, 0)));
  }

  @Test
  void oneOfANewerLeaseIsReadAndStays() throws Exception {
    SequencingEntry newer = new SequencingEntry(6, 3, 3, 1);
    assertTrue(install(newer));
    assertFalse(install(ENTRY));
    assertEquals(newer, entries.get(new EntryKey(DOCUMENT, 0)));
  }
}
