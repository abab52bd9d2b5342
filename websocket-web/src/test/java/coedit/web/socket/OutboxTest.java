package coedit.web.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coedit.core.service.PresenceChange;
import coedit.model.DocumentId;
import coedit.model.Payload;
import coedit.web.protocol.Encoded;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutboxTest {

  private static final DocumentId DOCUMENT = new DocumentId(new UUID(1, 1));

  private static final NativePresence PEERS = new NativePresence(DOCUMENT);

  private final AtomicLong now = new AtomicLong();
  private final FakeWire wire = new FakeWire();
  private final Outbox<Encoded> outbox =
      new Outbox<>(
          wire, Runnable::run, new JsonFraming(), new Outbox.Bound(1_000, now::get, () -> {}));

  private static Encoded message(int number, int bytes) {
    String head = "{\"t\":\"m\",\"n\":" + number + ",\"pad\":\"";
    String text = head + "x".repeat(Math.max(0, bytes - head.length() - 2)) + "\"}";
    return new Encoded(text, text.length());
  }

  private static List<PresenceChange> at(String session, int place) {
    return List.of(
        new PresenceChange(
            session, "bob", "Bob", Optional.of(Payload.ofUtf8("{\"at\":" + place + "}"))));
  }

  private static PresenceChange gone(String session) {
    return new PresenceChange(session, "bob", "Bob", Optional.empty());
  }

  private List<Object> numbers() {
    return wire.messages().stream().map(message -> message.get("n")).toList();
  }

  @Test
  void sendsAtOnceToAPeerThatKeepsUp() {
    outbox.offer(message(1, 40));
    outbox.offer(message(2, 40));
    assertEquals(2, wire.frames.size());
    assertEquals(List.of(1L, 2L), numbers());
  }

  @Test
  void sendsWhatGatheredDuringASendInOneFrame() {
    wire.reads = false;
    for (int i = 1; i <= 4; i++) {
      outbox.offer(message(i, 40));
    }
    assertEquals(1, wire.frames.size());
    wire.complete(true);
    assertEquals(2, wire.frames.size());
    assertEquals(List.of(1L, 2L, 3L, 4L), numbers());
  }

  @Test
  void whatComesBeforeTheNextFrameIsDueGathersInIt() {
    List<Runnable> ticks = new ArrayList<>();
    AtomicInteger allowed = new AtomicInteger(1);
    Outbox<Encoded> paced =
        new Outbox<>(
            wire,
            Runnable::run,
            new JsonFraming(),
            new Outbox.Bound(1 << 20, now::get, () -> {}),
            then -> allowed.getAndDecrement() > 0 || !ticks.add(then));
    for (int i = 1; i <= 4; i++) {
      paced.offer(message(i, 40));
    }
    assertEquals(List.of(1L), numbers());
    assertEquals(1, ticks.size(), "asks once");
    ticks.remove(0).run();
    assertEquals(1, ticks.size(), "not yet, so it asks again");
    allowed.set(1);
    ticks.remove(0).run();
    assertEquals(2, wire.frames.size());
    assertEquals(List.of(1L, 2L, 3L, 4L), numbers());
    paced.offer(message(5, 40));
    assertEquals(2, wire.frames.size());
    paced.offer(message(6, new JsonFraming().frameFill()));
    assertEquals(List.of(1L, 2L, 3L, 4L), numbers(), "its tick is on its way");
    ticks.remove(0).run();
    assertEquals(List.of(1L, 2L, 3L, 4L, 5L, 6L), numbers(), "a full frame does not wait again");
    paced.offer(message(7, 40));
    paced.finish(message(8, 40), CloseCode.OUR_FAULT, "over");
    ticks.remove(0).run();
    assertEquals(List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L), numbers(), "nor does the end");
  }

  @Test
  void aPaceForgivesABurstAndThenGivesSixtyFramesASecond() {
    AtomicLong nanos = new AtomicLong();
    List<Runnable> ticks = new ArrayList<>();
    FramePace pace = new FramePace(nanos::get, ticks::add);
    int sent = 0;
    for (int millis = 0; millis < 10_000; millis++) {
      nanos.addAndGet(1_000_000);
      sent += pace.takes(() -> {}) ? 1 : 0;
    }
    assertTrue(sent >= 600 && sent <= 631, "frames in ten seconds: " + sent);
    assertEquals(10_000 - sent, ticks.size());
  }

  @Test
  void aTickerTicksOnlyWhileSomethingWaits() {
    List<Runnable> planned = new ArrayList<>();
    List<String> done = new ArrayList<>();
    Ticker ticker = new Ticker(planned::add);
    ticker.accept(() -> ticker.accept(() -> done.add("again")));
    ticker.accept(() -> done.add("once"));
    assertEquals(1, planned.size());
    planned.remove(0).run();
    assertEquals(List.of("once"), done);
    assertEquals(1, planned.size(), "for what came during the tick");
    planned.remove(0).run();
    assertEquals(List.of("once", "again"), done);
    assertEquals(0, planned.size());
  }

  @Test
  void fillsFramesToTheirBoundAndNoFurther() {
    Outbox<Encoded> wide = new Outbox<>(wire, Runnable::run, new JsonFraming(), 1 << 20);
    wire.reads = false;
    for (int i = 0; i < 10; i++) {
      wide.offer(message(i, 10_000));
    }
    while (wire.isBusy()) {
      wire.complete(true);
    }
    assertEquals(4, wire.frames.size());
    assertTrue(
        wire.frames.stream().allMatch(frame -> frame.length() <= JsonFraming.FRAME_FILL + 16));
    assertEquals(10, wire.messages().size());
  }

  @Test
  void closesWhenTooMuchWaits() {
    wire.reads = false;
    for (int i = 0; i < 6; i++) {
      outbox.offer(message(i, 400));
      assertNull(wire.closed, "at most twice the bound, for a while");
    }
    outbox.offer(message(6, 400));
    assertEquals(CloseCode.FELL_BEHIND, wire.closed);
    wire.complete(true);
    assertEquals(1, wire.frames.size(), "nothing follows a gap");
  }

  @Test
  void closesWhenMoreThanTheBoundWaitsForLongerThanTheGrace() {
    wire.reads = false;
    for (int i = 0; i < 4; i++) {
      outbox.offer(message(i, 400));
    }
    now.addAndGet(Outbox.GRACE_NANOS);
    outbox.offer(message(4, 40));
    assertNull(wire.closed);
    now.incrementAndGet();
    outbox.offer(message(5, 40));
    assertEquals(CloseCode.FELL_BEHIND, wire.closed);
  }

  @Test
  void whoHasCaughtUpHasAWholeGraceAgain() {
    wire.reads = false;
    for (int i = 0; i < 4; i++) {
      outbox.offer(message(i, 400));
    }
    now.addAndGet(Outbox.GRACE_NANOS);
    wire.complete(true);
    for (int i = 4; i < 7; i++) {
      now.incrementAndGet();
      outbox.offer(message(i, 400));
      assertNull(wire.closed);
    }
  }

  @Test
  void passesAMessageLargerThanTheBoundWhenNothingElseWaits() {
    wire.reads = false;
    outbox.offer(message(1, 40));
    outbox.offer(message(2, 5_000));
    assertNull(wire.closed);
    wire.complete(true);
    assertEquals(List.of(1L, 2L), numbers());
  }

  @Test
  void doesNotCountAJoinedDocumentAndTellsWhenItLeaves() {
    AtomicInteger taken = new AtomicInteger();
    wire.reads = false;
    outbox.offer(message(1, 40));
    outbox.offerJoined(message(2, 50_000), taken::incrementAndGet);
    outbox.offer(message(3, 900));
    assertNull(wire.closed);
    assertEquals(0, taken.get());
    wire.complete(true);
    assertEquals(1, taken.get());
    wire.complete(true);
    assertEquals(List.of(1L, 2L, 3L), numbers());
  }

  @Test
  void keepsTheLatestPresenceOfEachPeerAndSendsItLast() {
    wire.reads = false;
    outbox.offer(message(1, 40));
    outbox.offerPresence(PEERS, at("a", 1));
    outbox.offerPresence(PEERS, at("a", 2));
    outbox.offerPresence(PEERS, at("b", 3));
    outbox.offer(message(2, 40));
    wire.complete(true);
    assertEquals(List.of("m", "m", "presence"), wire.kinds());
    assertEquals(
        "[{session=a, user=bob, name=Bob, state={at=2}}, {session=b, user=bob, name=Bob,"
            + " state={at=3}}]",
        wire.last().get("peers").toString());
  }

  @Test
  void ofMorePresenceThanMayWaitTheLatestIsTold() {
    wire.reads = false;
    outbox.offer(message(1, 40));
    outbox.offerPresence(PEERS, List.of(gone("left")));
    for (int i = 0; i < 50; i++) {
      outbox.offerPresence(PEERS, at("s" + i, i));
    }
    assertTrue(outbox.waitingBytes() > 500, "all of it is lost");
    wire.complete(true);
    String told = wire.frames.get(1).toString();
    assertTrue(told.contains("left"), told);
    assertTrue(told.contains("s49"), told);
    assertFalse(told.contains("s0"), told);
  }

  @Test
  void dropsPresenceBeforeItGivesUp() {
    wire.reads = false;
    outbox.offer(message(1, 40));
    for (int i = 0; i < 5; i++) {
      outbox.offerPresence(PEERS, at("s" + i, i));
    }
    outbox.offer(message(2, 900));
    assertNull(wire.closed);
    wire.complete(true);
    assertEquals(List.of("m", "m"), wire.kinds());
  }

  @Test
  void endsAfterWhatWaits() {
    wire.reads = false;
    outbox.offer(message(1, 40));
    outbox.offer(message(2, 40));
    outbox.finish(message(3, 40), CloseCode.PROTOCOL, "because");
    outbox.offer(message(4, 40));
    assertNull(wire.closed);
    wire.complete(true);
    wire.complete(true);
    assertEquals(List.of(1L, 2L, 3L), numbers());
    assertEquals(CloseCode.PROTOCOL, wire.closed);
  }

  @Test
  void closesAfterAFailedSendBecauseTheFrameIsMissing() {
    wire.reads = false;
    outbox.offer(message(1, 40));
    outbox.offer(message(2, 40));
    wire.complete(false);
    assertEquals(CloseCode.OUR_FAULT, wire.closed);
    assertEquals(1, wire.frames.size());
  }

  @Test
  void doesNotDeepenTheStackWhenSendsAreDoneAtOnce() {
    Outbox<Encoded> wide = new Outbox<>(wire, Runnable::run, new JsonFraming(), 1L << 30);
    wire.reads = false;
    wide.offer(message(0, 40));
    for (int i = 1; i < 20_000; i++) {
      wide.offerJoined(message(i, JsonFraming.FRAME_FILL + 1), () -> {});
    }
    wire.reads = true;
    wire.complete(true);
    assertEquals(20_000, wire.frames.size());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34})
  void deliversAPrefixInOrderWhateverThePeerDoes(long firstSeed) {
    for (long seed = firstSeed * 1_000; seed < firstSeed * 1_000 + 250; seed++) {
      randomWalk(seed);
    }
  }

  private static void randomWalk(long seed) {
    String where = "seed " + seed;
    Random random = new Random(seed);
    FakeWire wire = new FakeWire();
    List<Runnable> tasks = new ArrayList<>();
    Outbox<Encoded> outbox = new Outbox<>(wire, tasks::add, new JsonFraming(), 2_000);
    int offered = 0;
    for (int step = 0; step < 200; step++) {
      switch (random.nextInt(8)) {
        case 0, 1, 2 -> outbox.offer(message(offered++, 40 + random.nextInt(300)));
        case 3 -> outbox.offerPresence(PEERS, at("s" + random.nextInt(4), step));
        case 4 -> wire.reads = random.nextBoolean();
        case 5, 6 -> {
          if (wire.isBusy()) {
            wire.complete(random.nextInt(50) > 0);
          }
        }
        default -> {
          if (!tasks.isEmpty()) {
            tasks.remove(random.nextInt(tasks.size())).run();
          }
        }
      }
      assertTrue(outbox.waitingBytes() <= 4_000, where);
    }
    wire.reads = true;
    while (!tasks.isEmpty() || wire.isBusy()) {
      new ArrayList<>(tasks).forEach(Runnable::run);
      tasks.clear();
      if (wire.isBusy()) {
        wire.complete(true);
      }
    }
    List<Object> got =
        wire.messages().stream().filter(m -> m.containsKey("n")).map(m -> m.get("n")).toList();
    for (int i = 0; i < got.size(); i++) {
      assertEquals((long) i, got.get(i), where);
    }
    if (wire.closed == null) {
      assertEquals(offered, got.size(), where + ": all arrives unless the socket is closed");
    }
  }

  @Test
  void aProtocolWithoutSharedFramesGetsOneFrameForEachMessage() {
    Outbox<Encoded> single = new Outbox<>(wire, Runnable::run, new OneByOne(), 1_000);
    wire.reads = false;
    for (int i = 1; i <= 3; i++) {
      single.offer(message(i, 40));
    }
    single.offerPresence(
        changes -> List.of(message(4, 40), message(5, 40), message(6, 40)), at("a", 1));
    single.offerPresence(changes -> List.of(), at("b", 1));
    while (wire.isBusy()) {
      wire.complete(true);
    }
    assertEquals(List.of(1L, 2L, 3L, 4L, 5L, 6L), numbers());
    assertEquals(6, wire.frames.size());
    single.offer(message(7, 40));
    assertEquals(7, wire.frames.size(), "having nothing to say does not stop the writer");
  }

  private static final class OneByOne implements Framing<Encoded> {
    @Override
    public int bytes(Encoded message) {
      return message.bytes();
    }

    @Override
    public int frameFill() {
      return 0;
    }

    @Override
    public CloseCode overflow() {
      return CloseCode.TRY_AGAIN;
    }

    @Override
    public Frame frame(List<Encoded> messages) {
      assertEquals(1, messages.size());
      return new Frame.Text(messages.get(0).text());
    }
  }
}
