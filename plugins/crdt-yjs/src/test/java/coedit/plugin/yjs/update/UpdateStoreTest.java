package coedit.plugin.yjs.update;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coedit.plugin.yjs.encoding.ByteWriter;
import coedit.plugin.yjs.update.UpdateStore.Reception;
import coedit.testkit.Seeds;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Long documents: what is held in links of many sizes means the same as the updates one by one. */
class UpdateStoreTest {

  private static final int LONG = 100_000;

  @Test
  void contentIsTheSameHoweverTheChainWasShortened() {
    Seeds.forEach(
        "contentIsTheSameHoweverTheChainWasShortened",
        random -> {
          List<byte[]> updates = new TypedUpdates(random, 1 + random.nextInt(4)).next(200);
          UpdateStore asked = UpdateStore.empty();
          UpdateStore plain = UpdateStore.empty();
          List<UpdateStore> earlier = new ArrayList<>();
          for (byte[] update : updates) {
            asked = received(asked, update);
            plain = received(plain, update);
            if (random.nextInt(50) == 0) {
              earlier.add(asked);
              earlier.get(random.nextInt(earlier.size())).content();
            }
          }
          Collections.shuffle(updates, random);
          byte[] expected = UpdateStore.of(updates).content();
          assertArrayEquals(expected, plain.content());
          assertArrayEquals(expected, asked.content());
        });
  }

  @Test
  void earlierStoresKeepTheirContent() {
    List<byte[]> updates = new TypedUpdates(new Random(3), 3).next(400);
    List<UpdateStore> stores = new ArrayList<>();
    UpdateStore store = UpdateStore.empty();
    for (byte[] update : updates) {
      store = received(store, update);
      stores.add(store);
    }
    store.content();
    for (int i = 0; i < updates.size(); i++) {
      byte[] expected = UpdateStore.of(updates.subList(0, i + 1)).content();
      assertArrayEquals(expected, stores.get(i).content());
    }
  }

  @Test
  void aHundredThousandKeystrokesStaySmallAndFast() {
    List<byte[]> updates = new TypedUpdates(new Random(4), 2).next(LONG);
    long start = System.nanoTime();
    UpdateStore store = UpdateStore.of(updates);
    long estimate = store.estimatedBytes();
    byte[] content = store.content();
    long seconds = (System.nanoTime() - start) / 1_000_000_000L;
    assertTrue(seconds < 10, () -> seconds + " s");
    assertTrue(estimate < 2L * content.length, estimate + " for " + content.length);
    assertEquals(content.length, store.estimatedBytes());
    assertArrayEquals(content, UpdateStore.of(content).content());
  }

  @Test
  void manyThreadsMayAskForTheContent() throws InterruptedException {
    List<byte[]> updates = new TypedUpdates(new Random(5), 3).next(2_000);
    byte[] expected = UpdateStore.of(updates).content();
    UpdateStore store = UpdateStore.of(updates);
    byte[][] contents = new byte[4][];
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < contents.length; i++) {
      int own = i;
      threads.add(new Thread(() -> contents[own] = store.content()));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    for (byte[] content : contents) {
      assertArrayEquals(expected, content);
    }
  }

  @Test
  void whatWaitsIsKnownAndComesInLineLater() {
    List<byte[]> updates = new TypedUpdates(new Random(6), 1).next(300);
    updates.removeIf(update -> update[0] == 0);
    UpdateStore store = UpdateStore.of(updates.subList(1, updates.size()));
    assertEquals("00", YjsReference.hex(store.stateVector()));
    assertTrue(store.waitingStructs() > 0);
    assertTrue(store.waitingBytes() > 0);
    assertInstanceOf(Reception.Nothing.class, store.receive(updates.get(7)));
    UpdateStore whole = received(store, updates.get(0));
    assertEquals(0, whole.waitingStructs());
    assertArrayEquals(UpdateStore.of(updates).content(), whole.content());
  }

  @Test
  void whatComesBesideWhatWaitsCostsItsOwnBytes() {
    UpdateStore store = UpdateStore.empty();
    for (int client = 1; client <= 7_999; client++) {
      store = received(store, one(client, 1));
    }
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    store = received(store, one(8_000, 1));
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertTrue(allocated < 8_000 * 200, () -> "a list of what waits is copied, and " + allocated);
    assertEquals(8_000, store.waitingStructs());
    UpdateStore reopened = UpdateStore.of(store.content());
    for (int client = 1; client <= 8_000; client += 7_999) {
      store = received(store, one(client, 0));
      reopened = received(reopened, one(client, 0));
    }
    assertEquals(7_998, store.waitingStructs());
    assertArrayEquals(reopened.stateVector(), store.stateVector());
    assertArrayEquals(reopened.content(), store.content());
  }

  /** One character in root "t". */
  private static byte[] one(int client, int clock) {
    ByteWriter out = new ByteWriter();
    out.writeVarUint(1);
    out.writeVarUint(1);
    out.writeVarUint(client);
    out.writeVarUint(clock);
    out.writeByte(Struct.STRING);
    out.writeByte(1);
    out.writeString("t");
    out.writeString("x");
    out.writeVarUint(0);
    return out.toBytes();
  }

  private static UpdateStore received(UpdateStore store, byte[] update) {
    return store.receive(update) instanceof Reception.News news ? news.next() : store;
  }
}
