package coedit.core.member;

import static coedit.core.fixture.Texts.document;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coedit.core.cluster.LocalCluster;
import coedit.core.commit.Committer;
import coedit.core.fixture.NoThreads;
import coedit.core.fixture.Texts;
import coedit.core.fixture.WordType;
import coedit.core.lane.LaneSettings;
import coedit.core.mailbox.Timer;
import coedit.core.registry.DocumentTypes;
import coedit.core.room.RoomSettings;
import coedit.core.service.CommittedBatch;
import coedit.core.service.EditingService;
import coedit.core.service.JoinRequest;
import coedit.core.service.Joined;
import coedit.core.service.Participant;
import coedit.core.service.PresenceChange;
import coedit.core.service.Refusal;
import coedit.core.service.Subscriber;
import coedit.core.service.Subscription;
import coedit.model.Access;
import coedit.model.ClientId;
import coedit.model.ErrorCode;
import coedit.model.Grant;
import coedit.model.Operation;
import coedit.persistence.StoreIdentity;
import coedit.persistence.memory.InMemoryDocumentStore;
import coedit.persistence.memory.InMemoryOperationLog;
import coedit.persistence.memory.InMemorySnapshotStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Rooms and documents that leave memory the moment they may, while people come, write and go. Every
 * turn of a mailbox, every call to the store and to the map is a step of its own, in any order that
 * threads could bring about. Nothing written is lost or doubled, and nobody waits for ever.
 */
class PassivationTest {

  private static final int SCHEDULES = 1_000;
  private static final int STEPS = 400;
  private static final int MOST_TO_SETTLE = 20_000;
  private static final Duration AT_ONCE = Duration.ofMillis(1);

  private int lanesLeftInUse;
  private int roomsLeftAndEnteredAgain;

  @Test
  void whatLeavesMemoryWhileSomebodyJoinsOrWritesLosesNothingAndHoldsNobody() {
    long seed = Long.getLong("coedit.seed", System.nanoTime());
    System.out.println("seed " + seed);
    for (int i = 0; i < SCHEDULES; i++) {
      try {
        new Schedule(new Random(seed + i)).run();
      } catch (AssertionError | RuntimeException failed) {
        throw new AssertionError("with -Dcoedit.seed=" + (seed + i), failed);
      }
    }
    System.out.printf(
        "%d lanes left memory under somebody who wrote on, %d rooms were entered again%n",
        lanesLeftInUse, roomsLeftAndEnteredAgain);
    assertTrue(lanesLeftInUse > SCHEDULES / 2 && roomsLeftAndEnteredAgain > SCHEDULES / 10);
  }

  /** One member with time and threads of its own, three people, and an order of events. */
  private final class Schedule implements Timer {

    private final Random random;
    private final List<Runnable> tasks = new ArrayList<>();
    private final List<Later> later = new ArrayList<>();
    private final InMemoryOperationLog log = new InMemoryOperationLog(1);
    private final LateMap map = new LateMap(tasks::add);
    private final Member member;
    private final List<Person> people = new ArrayList<>();
    private long millis;
    private long clients;

    private record Later(long due, Runnable action) {}

    Schedule(Random random) {
      this.random = random;
      InMemoryDocumentStore documents = new InMemoryDocumentStore();
      Grant everybody = new Grant(Grant.Kind.EVERYONE, "", Access.EDIT);
      documents.create(Texts.record(document(1), 0), List.of(everybody));
      member = member(documents);
      for (String name : List.of("alice", "bob", "carol")) {
        people.add(new Person(name, member.editing()));
      }
    }

    private Member member(InMemoryDocumentStore documents) {
      LaneSettings lanes = LaneSettings.defaults();
      RoomSettings rooms = RoomSettings.defaults();
      return new Member(
          new MemberParts(
              "this",
              new StoreIdentity(new UUID(0, 1), new UUID(0, 2), 1),
              new LocalCluster(),
              map,
              log,
              new InMemorySnapshotStore(),
              documents,
              new DocumentTypes(List.of(new WordType())),
              new MemberParts.Limits(
                  new LaneSettings(
                      lanes.maxPendingOperations(),
                      lanes.maxPendingBytes(),
                      lanes.maxWaiting(),
                      lanes.maxWaitingBytes(),
                      lanes.maxPayloadBytes(),
                      lanes.maxRebase(),
                      lanes.snapshotOperations(),
                      lanes.snapshotBytes(),
                      AT_ONCE),
                  new RoomSettings(
                      rooms.tailOperations(),
                      rooms.tailBytes(),
                      rooms.maxEarly(),
                      rooms.joinTail(),
                      rooms.maxInFlight(),
                      rooms.resend(),
                      AT_ONCE,
                      rooms.presencePause(),
                      rooms.presenceTtl(),
                      rooms.openBytes()),
                  new Committer.Settings(10, Duration.ZERO)),
              () -> ++clients,
              result -> {},
              InstantSource.system(),
              this,
              tasks::add,
              tasks::add,
              NoThreads.quarantine(),
              () -> false));
    }

    @Override
    public void after(Duration delay, Runnable action) {
      later.add(new Later(millis + delay.toMillis(), action));
    }

    @Override
    public long millis() {
      return millis;
    }

    void run() {
      for (int i = 0; i < STEPS; i++) {
        step();
      }
      settle();
      Set<String> written = new TreeSet<>();
      people.forEach(person -> written.addAll(person.acknowledged));
      List<String> stored = stored();
      assertEquals(List.copyOf(written), stored.stream().sorted().toList(), "all of it, once");
      people.forEach(Person::goes);
      millis += 10;
      waitUntil(() -> held() == 0, "memory is empty");
    }

    private int held() {
      return member.lanes().size() + member.rooms().size() + map.size() + member.feed().heads();
    }

    private void step() {
      int choice = random.nextInt(20);
      if (choice < 11) {
        runOne();
      } else if (choice < 13) {
        member.committer().step();
      } else if (choice < 16) {
        passes(2);
      } else {
        Person person = people.get(random.nextInt(people.size()));
        boolean wasEmpty = member.rooms().size() == 0;
        person.doesSomething(random);
        roomsLeftAndEnteredAgain += wasEmpty && person.clientId != null ? 1 : 0;
      }
    }

    private void runOne() {
      if (!tasks.isEmpty()) {
        int lanes = member.lanes().size();
        tasks.remove(random.nextInt(tasks.size())).run();
        boolean inUse = people.stream().anyMatch(person -> person.joined);
        lanesLeftInUse += member.lanes().size() < lanes && inUse ? 1 : 0;
      }
    }

    private void passes(long time) {
      millis += time;
      List<Later> due = later.stream().filter(each -> each.due() <= millis).toList();
      later.removeAll(due);
      due.forEach(each -> tasks.add(each.action()));
      member.tick();
    }

    /** Everybody comes back, and waits for what was written to be acknowledged. */
    private void settle() {
      waitUntil(
          () -> {
            people.forEach(Person::comesBack);
            return people.stream().allMatch(person -> person.joined && person.unsettled == 0);
          },
          "everybody is in and has an answer");
    }

    private void waitUntil(java.util.function.BooleanSupplier reached, String what) {
      for (int i = 0; !reached.getAsBoolean(); i++) {
        assertTrue(i < MOST_TO_SETTLE, () -> "never: %s; %s".formatted(what, this));
        runOne();
        member.committer().step();
        if (tasks.isEmpty()) {
          passes(100);
        }
      }
    }

    @Override
    public String toString() {
      return "%d lanes, %d rooms, %d entries, %d tasks; %s"
          .formatted(
              member.lanes().size(), member.rooms().size(), map.size(), tasks.size(), people);
    }

    private List<String> stored() {
      return log.read(document(1), 1, Long.MAX_VALUE, Integer.MAX_VALUE).stream()
          .map(operation -> operation.payload().utf8().substring(2))
          .toList();
    }
  }

  /** Somebody who writes a word, waits for its acknowledgement, and comes again when sent away. */
  private static final class Person implements Subscriber {

    private final String name;
    private final EditingService editing;
    private final List<String> acknowledged = new ArrayList<>();
    private @Nullable Subscription subscription;
    private @Nullable ClientId clientId;
    private boolean joined;
    private long revision;
    private long next = 1;
    private long unsettled;

    Person(String name, EditingService editing) {
      this.name = name;
      this.editing = editing;
    }

    void doesSomething(Random random) {
      if (subscription == null) {
        comesBack();
      } else if (joined && unsettled == 0 && random.nextInt(3) > 0) {
        unsettled = next;
        sends();
      } else if (joined) {
        goes();
      }
    }

    void comesBack() {
      if (subscription == null) {
        Participant who = new Participant(name, name, Set.of(), false);
        subscription =
            editing.join(
                new JoinRequest(
                    document(1), name, who, Optional.ofNullable(clientId), Optional.empty()),
                this);
      }
    }

    void goes() {
      if (subscription != null) {
        editing.leave(subscription);
        subscription = null;
        joined = false;
      }
    }

    private void sends() {
      if (subscription != null) {
        editing.submit(
            subscription, unsettled, revision, List.of(WordType.insert(0, word(unsettled))));
      }
    }

    private String word(long sequence) {
      return name + sequence;
    }

    private void settled(long sequence) {
      if (unsettled != 0 && sequence >= unsettled) {
        acknowledged.add(word(unsettled));
        next = unsettled + 1;
        unsettled = 0;
      }
    }

    @Override
    public void joined(Joined answer) {
      if (subscription == null) {
        return;
      }
      joined = true;
      clientId = answer.client();
      revision = answer.head();
      settled(answer.nextSequence() - 1);
      if (unsettled != 0) {
        sends();
      }
    }

    @Override
    public void committed(CommittedBatch batch) {
      for (Operation operation : batch.operations()) {
        if (joined) {
          assertEquals(revision + 1, operation.revision(), "INV-7");
          revision++;
          if (operation.name().client().equals(clientId)) {
            settled(operation.name().sequence());
          }
        }
      }
    }

    @Override
    public void acknowledged(long sequence, long at) {
      settled(sequence);
    }

    @Override
    public void refused(long sequence, Refusal refusal) {
      throw new AssertionError(name + " is refused " + sequence + ": " + refusal);
    }

    @Override
    public void presence(List<PresenceChange> changes) {}

    @Override
    public void closed(ErrorCode code, String reason) {
      assertEquals(ErrorCode.RESYNC, code, reason);
      subscription = null;
      joined = false;
    }

    @Override
    public String toString() {
      return "%s %s at %d, waits for %d".formatted(name, joined, revision, unsettled);
    }
  }
}
