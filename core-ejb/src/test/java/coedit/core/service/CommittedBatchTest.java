package coedit.core.service;

import static org.junit.jupiter.api.Assertions.assertEquals;

import coedit.core.fixture.Texts;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CommittedBatchTest {

  /** However many sessions of a protocol get it, on however many threads. */
  @Test
  void isWrittenOnceForEachProtocol() {
    AtomicInteger written = new AtomicInteger();
    Function<CommittedBatch, String> one = batch -> "one " + written.incrementAndGet();
    Function<CommittedBatch, String> other = batch -> "other " + written.incrementAndGet();
    CommittedBatch batch = new CommittedBatch(Texts.document(1), Texts.operations(3, 5));
    assertEquals("one 1", batch.encodedBy(one));
    IntStream.range(0, 1_000)
        .parallel()
        .forEach(session -> assertEquals("one 1", batch.encodedBy(one)));
    assertEquals("other 2", batch.encodedBy(other));
    assertEquals(2, written.get());
  }
}
