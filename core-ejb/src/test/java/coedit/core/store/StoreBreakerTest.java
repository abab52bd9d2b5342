package coedit.core.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coedit.model.DocumentId;
import coedit.persistence.CommitGroup;
import coedit.persistence.CommitResult;
import coedit.persistence.CorruptOperationException;
import coedit.persistence.Lease;
import coedit.persistence.OperationLog;
import coedit.persistence.StoreUnavailableException;
import coedit.persistence.memory.InMemoryOperationLog;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class StoreBreakerTest {

  private static final DocumentId DOCUMENT = new DocumentId(new UUID(0, 1));

  private final StoreBreaker breaker = new StoreBreaker(10);
  private final OperationLog real = new InMemoryOperationLog(4);
  private Supplier<RuntimeException> failure = () -> null;
  private int asked;

  private final OperationLog log =
      breaker.guard(
          OperationLog.class,
          (OperationLog)
              Proxy.newProxyInstance(
                  getClass().getClassLoader(),
                  new Class<?>[] {OperationLog.class},
                  (proxy, method, arguments) -> {
                    asked++;
                    RuntimeException thrown = failure.get();
                    if (thrown != null) {
                      throw thrown;
                    }
                    return method.invoke(real, arguments);
                  }));

  private static RuntimeException away() {
    return new StoreUnavailableException("away", new IllegalStateException());
  }

  private void ask(int times) {
    for (int i = 0; i < times; i++) {
      assertThrows(RuntimeException.class, () -> log.head(DOCUMENT));
    }
  }

  @Test
  void passesCallsAndFailuresOnWhileTheDatabaseAnswers() {
    assertEquals(0, log.head(DOCUMENT));
    failure = () -> new IllegalArgumentException("as it was thrown");
    assertThrows(IllegalArgumentException.class, () -> log.head(DOCUMENT));
    assertEquals(0, breaker.state());
  }

  @Test
  void stopsAskingADatabaseThatIsAway() {
    failure = StoreBreakerTest::away;
    ask(20);
    assertEquals(5, asked);
    assertEquals(2, breaker.state());
    assertEquals(15, breaker.refused());
    assertThrows(StoreUnavailableException.class, () -> log.head(DOCUMENT));
  }

  @Test
  void damagedDocumentsAndRefusedStatementsSayNothingAboutTheDatabase() {
    failure = () -> new CorruptOperationException(DOCUMENT, 1, "damaged");
    ask(20);
    assertEquals(20, asked);
    assertEquals(0, breaker.state());
  }

  @Test
  void commitsPassByAnOpenBreaker() {
    breaker.follow(false);
    CommitResult result = log.commit(new CommitGroup(List.of()));
    assertEquals(CommitResult.Committed.class, result.getClass());
    assertThrows(StoreUnavailableException.class, () -> log.acquire(0, "owner"));
  }

  @Test
  void isHeldOpenForAsLongAsTheDatabaseIsKnownToBeAway() throws InterruptedException {
    breaker.follow(false);
    Thread.sleep(2_100);
    ask(5);
    assertEquals(0, asked);
    assertEquals(2, breaker.state());
    breaker.follow(true);
    assertEquals(0, log.head(DOCUMENT));
    assertEquals(0, breaker.state());
  }

  @Test
  void asksAgainAfterAWhileAndClosesWhenThereIsAnAnswer() throws InterruptedException {
    failure = StoreBreakerTest::away;
    ask(6);
    breaker.follow(true);
    assertEquals(2, breaker.state(), "it found out by itself, and tries by itself");
    failure = () -> null;
    Thread.sleep(2_100);
    Lease lease = log.acquire(0, "owner");
    assertEquals(1, lease.epoch());
    assertEquals(0, log.head(DOCUMENT));
    assertEquals(0, breaker.state());
  }

  @Test
  void aPoolHasAConnectionForEverybodyBesideThoseThatAreKept() {
    assertThrows(IllegalArgumentException.class, () -> new StoreBreaker(3));
    assertEquals(0, new StoreBreaker(4).state());
  }

  @Test
  void whoHasAConnectionOfItsOwnAsksUnlessTheDatabaseIsKnownToBeAway() {
    failure = StoreBreakerTest::away;
    ask(6);
    assertEquals(2, breaker.state());
    OperationLog apart = breaker.apart(OperationLog.class, real);
    assertEquals(0, apart.head(DOCUMENT), "the others find it slow");
    breaker.follow(true);
    breaker.follow(false);
    assertThrows(StoreUnavailableException.class, () -> apart.head(DOCUMENT));
    breaker.follow(true);
    assertEquals(0, apart.head(DOCUMENT));
  }

  /** INV-12, INV-13: readers without number take no connection that a commit needs. */
  @Test
  void callsUseAllConnectionsButThreeAndWaitForNoneForEver() throws Exception {
    StoreBreaker narrow = new StoreBreaker(5, Duration.ofMillis(50));
    CountDownLatch inside = new CountDownLatch(2);
    CountDownLatch go = new CountDownLatch(1);
    OperationLog slow =
        (OperationLog)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {OperationLog.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("head")) {
                    inside.countDown();
                    go.await();
                  }
                  return method.invoke(real, arguments);
                });
    OperationLog guarded = narrow.guard(OperationLog.class, slow);
    List<Thread> readers =
        List.of(new Thread(() -> guarded.head(DOCUMENT)), new Thread(() -> guarded.head(DOCUMENT)));
    readers.forEach(Thread::start);
    assertTrue(inside.await(10, TimeUnit.SECONDS));
    for (int i = 0; i < 10; i++) {
      assertThrows(StoreUnavailableException.class, () -> guarded.head(DOCUMENT));
    }
    assertEquals(0, narrow.state(), "it says nothing about the database");
    OperationLog apart = narrow.apart(OperationLog.class, real);
    assertEquals(0, apart.head(DOCUMENT), "who must know soon waits for nobody");
    CommitResult result = guarded.commit(new CommitGroup(List.of()));
    assertEquals(CommitResult.Committed.class, result.getClass());
    go.countDown();
    for (Thread reader : readers) {
      reader.join();
    }
    assertEquals(0, guarded.head(DOCUMENT));
  }
}
