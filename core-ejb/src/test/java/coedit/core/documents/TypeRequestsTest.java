package coedit.core.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coedit.core.fixture.StuckType;
import coedit.core.fixture.Texts;
import coedit.core.lane.DocumentHistory;
import coedit.core.lane.LoadedDocument;
import coedit.core.lane.Quarantine;
import coedit.core.lane.Replaying;
import coedit.core.service.BusyException;
import coedit.core.service.Outcome;
import coedit.core.service.WaitingPlaces;
import coedit.model.DocumentId;
import coedit.model.ErrorCode;
import coedit.model.Operation;
import coedit.model.Payload;
import coedit.model.Snapshot;
import coedit.persistence.DocumentRecord;
import coedit.persistence.StoredSnapshot;
import coedit.spi.CorruptPayloadException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TypeRequestsTest {

  private static final DocumentId STUCK = Texts.document(1);
  private static final DocumentId OTHER = Texts.document(2);
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final AtomicLong nanos = new AtomicLong();
  private final Quarantine quarantine =
      new Quarantine(LIMIT, Quarantine.Threads.NONE, Quarantine.Threads.NONE, nanos::get);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final ExecutorService callers = Executors.newCachedThreadPool();
  private final TypeRequests requests = requests(2);
  private final CountDownLatch free = new CountDownLatch(1);
  private final Semaphore looping = new Semaphore(0);

  @AfterEach
  void stop() {
    free.countDown();
    threads.shutdownNow();
    callers.shutdownNow();
  }

  @Test
  void whoWaitsIsToldAndOtherDocumentsAreExported() throws Exception {
    Future<Outcome<String>> asked = callers.submit(() -> requests.ask("alice", STUCK, this::loops));
    lose(asked);
    refused(asked.get());
    assertEquals(1, requests.lost());
    refused(requests.ask("alice", STUCK, TypeRequestsTest::exported));
    assertEquals(exported(null), requests.ask("alice", OTHER, TypeRequestsTest::exported));
    free.countDown();
    while (requests.lost() > 0) {
      Thread.onSpinWait();
    }
    assertEquals(exported(null), requests.ask("alice", STUCK, TypeRequestsTest::exported));
    assertEquals(0, requests.running());
  }

  /** Whose replay or content does not come back. */
  @Test
  void aReplayThatDoesNotComeBackIsSuchACall() throws Exception {
    StuckType type = new StuckType();
    type.applying = this::loop;
    Reading reading = new Reading(history(), type, requests);
    Future<Outcome<?>> asked =
        callers.submit(
            () ->
                reading.content(
                    "alice", Texts.record(STUCK, 0), "text/plain", OptionalLong.empty()));
    lose(asked);
    refused(asked.get());
  }

  /** However short each of them is. */
  @Test
  void allCallsOfARequestTogetherHaveALimit() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    Future<Outcome<String>> asked =
        callers.submit(() -> requests.ask("alice", STUCK, each -> callsOnAndOn(each, calls)));
    while (!asked.isDone()) {
      nanos.addAndGet(LIMIT.toNanos() / 4);
      requests.look();
      assertEquals(0, quarantine.size(), "no call is too long");
      int so = calls.get();
      while (calls.get() < so + 2 && requests.running() > 0) {
        Thread.onSpinWait();
      }
    }
    refused(asked.get());
    assertTrue(nanos.get() > 2 * LIMIT.toNanos(), "no earlier");
    while (requests.running() > 0) {
      Thread.onSpinWait();
    }
    assertEquals(0, requests.lost(), "no further call begins");
    assertEquals(exported(null), requests.ask("alice", STUCK, TypeRequestsTest::exported));
  }

  private static Outcome<String> callsOnAndOn(Replaying each, AtomicInteger calls) {
    while (true) {
      each.call(calls::incrementAndGet);
    }
  }

  /** A turn belongs to who waits: calls that are lost keep nobody else from having one. */
  @Test
  void soManyMayBeLostAndNoMore() throws Exception {
    for (int i = 0; i < 64; i++) {
      DocumentId document = Texts.document(100 + i);
      Future<Outcome<String>> asked =
          callers.submit(() -> requests.ask("alice", document, this::loops));
      lose(asked);
      refused(asked.get());
    }
    assertThrows(
        BusyException.class, () -> requests.ask("alice", OTHER, TypeRequestsTest::exported));
  }

  /** Who asks for many at once leaves turns to others. */
  @Test
  void fewAreOfOneUser() throws Exception {
    TypeRequests eight = requests(8);
    for (int i = 0; i < 4; i++) {
      DocumentId document = Texts.document(100 + i);
      Future<Outcome<String>> unused =
          callers.submit(() -> eight.ask("alice", document, this::loops));
      while (eight.running() <= i) {
        Thread.onSpinWait();
      }
    }
    assertThrows(BusyException.class, () -> eight.ask("alice", OTHER, TypeRequestsTest::exported));
    assertEquals(exported(null), eight.ask("bob", OTHER, TypeRequestsTest::exported));
  }

  @Test
  void whatIsThrownIsThrownToTheCaller() {
    CorruptPayloadException corrupt = new CorruptPayloadException("cannot be read");
    assertSame(
        corrupt,
        assertThrows(
            CorruptPayloadException.class,
            () ->
                requests.<String>ask(
                    "alice",
                    OTHER,
                    calls ->
                        calls.call(
                            () -> {
                              throw corrupt;
                            }))));
  }

  private TypeRequests requests(int atOnce) {
    return new TypeRequests(
        quarantine, LIMIT.multipliedBy(2), nanos::get, threads, atOnce, new WaitingPlaces());
  }

  /** Until the call that loops is under way, and then until it is given up. */
  private void lose(Future<?> asked) throws InterruptedException {
    while (!looping.tryAcquire(10, TimeUnit.MILLISECONDS)) {
      assertTrue(!asked.isDone(), "it came back");
    }
    nanos.addAndGet(LIMIT.toNanos() + 1);
    requests.look();
  }

  private Outcome<String> loops(Replaying calls) {
    return calls.call(
        () -> {
          loop();
          return exported(calls);
        });
  }

  /** Does not listen when it is told to stop. */
  private void loop() {
    looping.release();
    boolean back = false;
    while (!back) {
      try {
        back = free.await(1, TimeUnit.HOURS);
      } catch (InterruptedException again) {
        back = false;
      }
    }
  }

  private static Outcome<String> exported(Replaying calls) {
    return Outcome.done("exported");
  }

  /** One operation. */
  private static DocumentHistory history() {
    StoredSnapshot nothing = new StoredSnapshot(new Snapshot(0, 1, Payload.ofUtf8("")), Map.of());
    return new DocumentHistory() {
      @Override
      public LoadedDocument load(DocumentRecord record, long revision) {
        return new LoadedDocument(record, nothing, Texts.operations(1, 1));
      }

      @Override
      public List<Operation> read(DocumentId id, long from, long to) {
        return List.of();
      }
    };
  }

  private static void refused(Outcome<?> outcome) {
    assertEquals(
        ErrorCode.PLUGIN_FAILED, assertInstanceOf(Outcome.Refused.class, outcome).refusal().code());
  }
}
