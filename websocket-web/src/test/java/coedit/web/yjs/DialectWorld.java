package coedit.web.yjs;

import coedit.core.service.AuditEvent;
import coedit.core.service.AuditService;
import coedit.core.service.CommittedBatch;
import coedit.core.service.DocumentService;
import coedit.core.service.DocumentView;
import coedit.core.service.EditingService;
import coedit.core.service.JoinRequest;
import coedit.core.service.Joined;
import coedit.core.service.Outcome;
import coedit.core.service.Participant;
import coedit.core.service.SharingChange;
import coedit.core.service.Subscriber;
import coedit.core.service.Subscription;
import coedit.core.service.SyncAnswer;
import coedit.model.Access;
import coedit.model.ClientId;
import coedit.model.DocumentId;
import coedit.model.ErrorCode;
import coedit.model.Grant;
import coedit.model.Operation;
import coedit.model.OperationName;
import coedit.model.Payload;
import coedit.model.Provenance;
import coedit.web.auth.SignedIn;
import coedit.web.limit.Enforcement;
import coedit.web.limit.Exempt;
import coedit.web.protocol.MessageCodec;
import coedit.web.socket.CloseCode;
import coedit.web.socket.Frame;
import coedit.web.socket.Pace;
import coedit.web.socket.SessionRegistry;
import coedit.web.socket.SocketLimits;
import coedit.web.socket.SocketServices;
import coedit.web.socket.SocketSession;
import coedit.web.socket.Wire;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What the sockets of the Yjs dialects meet, in the test's hand: core, documents, time, peers. */
public final class DialectWorld {

  public static final DocumentId DOCUMENT = new DocumentId(new UUID(5, 5));
  public static final ClientId CLIENT = new ClientId(7);
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  public final Core core = new Core();
  public final Map<String, Integer> settings = new HashMap<>();
  public final Map<String, SignedIn> tokens = new HashMap<>();
  public final Map<String, DocumentView> documents = new HashMap<>();
  public final Notes audit = new Notes();
  public final List<String> refused = new ArrayList<>();
  public boolean createsRooms;
  public boolean live = true;

  /** Sign-ins that are over. */
  public final Set<String> ended = new HashSet<>();

  /** How often somebody may ask. */
  public int questions = Integer.MAX_VALUE;

  /** Whether what waits for the database waits for {@link #runBlocking}. */
  public boolean holdsBlocking;

  private final Queue<Runnable> blocking = new ArrayDeque<>();
  public Access access = Access.EDIT;
  private long nanos;
  private SessionRegistry registry;

  public DialectWorld() {
    documents.put("notes", view(DOCUMENT, "notes"));
  }

  /** One join, with the ear that it handed in. */
  public record Open(JoinRequest request, Subscriber ear) implements Subscription {
    @Override
    public DocumentId document() {
      return request.document();
    }
  }

  /** The audit log. */
  public static final class Notes implements AuditService {
    public final List<String> events = new ArrayList<>();

    @Override
    public void note(AuditEvent event) {
      events.add(event.name() + " " + event.actor() + " " + event.detail());
    }

    @Override
    public void noteSeldom(AuditEvent event) {
      note(event);
    }

    @Override
    public void noteOfStranger(AuditEvent event, String from) {
      note(event);
    }

    @Override
    public List<Line> before(long number, Filter filter, int limit) {
      throw new UnsupportedOperationException();
    }
  }

  /** A core that notes what it is asked. */
  public static final class Core implements EditingService {
    public final List<Open> joins = new ArrayList<>();
    public final List<String> calls = new ArrayList<>();
    public final List<Payload> shown = new ArrayList<>();

    @Override
    public Subscription join(JoinRequest request, Subscriber subscriber) {
      Open open = new Open(request, subscriber);
      joins.add(open);
      return open;
    }

    @Override
    public void submit(Subscription subscription, long sequence, long base, List<Payload> all) {
      calls.add(
          "submit " + sequence + " at " + base + " " + all.stream().map(Payload::utf8).toList());
    }

    @Override
    public void sync(Subscription subscription, Payload version) {
      calls.add("sync " + version.utf8());
    }

    @Override
    public void presence(Subscription subscription, Optional<Payload> state) {
      calls.add(state.isPresent() ? "presence" : "no presence");
      state.ifPresent(shown::add);
    }

    @Override
    public void say(Subscription subscription, Payload word) {
      calls.add("say " + word.utf8());
    }

    @Override
    public void compare(Subscription subscription, long revision, String checksum) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void shownAs(Subscription subscription, Participant participant) {
      calls.add("shown as " + participant.user() + " of " + participant.groups());
    }

    @Override
    public void leave(Subscription subscription) {
      calls.add("leave");
    }

    @Override
    public CompletionStage<Integer> unsettled() {
      return CompletableFuture.completedFuture(0);
    }
  }

  /** A peer that reads everything, as long as it reads. */
  public static final class Peer implements Wire {
    public final List<Payload> frames = new ArrayList<>();
    public boolean reads = true;
    private Optional<Completion> inFlight = Optional.empty();
    public Optional<CloseCode> closed = Optional.empty();

    @Override
    public String address() {
      return "192.0.2.7";
    }

    @Override
    public void send(Frame frame, Completion completion) {
      frames.add(((Frame.Binary) frame).bytes());
      if (reads) {
        completion.sent(true);
      } else {
        inFlight = Optional.of(completion);
      }
    }

    /** Reads again, from what is in flight on. */
    public void read() {
      reads = true;
      inFlight.ifPresent(completion -> completion.sent(true));
      inFlight = Optional.empty();
    }

    @Override
    public void close(CloseCode code, String reason) {
      closed = Optional.of(code);
    }

    /** What came since the last call. */
    public List<Payload> news() {
      List<Payload> news = List.copyOf(frames);
      frames.clear();
      return news;
    }
  }

  private final class Documents implements DocumentService {
    @Override
    public Outcome<DocumentView> create(Participant participant, NewDocument wanted) {
      DocumentView made = view(new DocumentId(new UUID(6, documents.size())), wanted.title());
      documents.put(wanted.name().orElseThrow(), made);
      return Outcome.done(made);
    }

    @Override
    public Outcome<Made> create(Participant participant, NewDocument wanted, FirstContent content) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Outcome<DocumentView> find(Participant participant, DocumentId id) {
      return documents.values().stream()
          .filter(view -> view.id().equals(id))
          .findFirst()
          .map(Outcome::done)
          .orElseGet(Documents.this::absent);
    }

    @Override
    public Outcome<DocumentView> findByName(Participant participant, String name) {
      DocumentView found = documents.get(name);
      return found == null ? absent() : Outcome.done(found);
    }

    private <T> Outcome<T> absent() {
      return Outcome.refused(ErrorCode.NOT_FOUND, "there is no such document");
    }

    @Override
    public List<DocumentView> list(Participant participant, int offset, int limit) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Outcome<DocumentView> rename(Participant participant, DocumentId id, String title) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Outcome<DocumentView> delete(Participant participant, DocumentId id) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Outcome<List<String>> mediaTypes(Participant participant, DocumentId id) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Outcome<Content> content(
        Participant participant, DocumentId id, String mediaType, OptionalLong revision) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Outcome<List<Operation>> operations(
        Participant participant, DocumentId id, long from, long to) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Outcome<List<Grant>> grants(Participant participant, DocumentId id) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Outcome<SharingChange> replaceGrants(
        Participant participant, DocumentId id, List<Grant> grants) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Outcome<SharingChange> giveTo(Participant participant, DocumentId id, String user) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<String> types() {
      return List.of("yjs");
    }
  }

  private DocumentView view(DocumentId id, String title) {
    return new DocumentView(
        id, "yjs", title, Optional.of(title), access, "alice", "alice", START, START);
  }

  public static SignedIn signedIn(String user) {
    return new SignedIn(
        new Participant(user, user, Set.of(), false), "family-" + user, START.plusSeconds(3_600));
  }

  public DialectServices services() {
    SocketLimits limits = SocketLimits.read(name -> Optional.ofNullable(settings.get(name)));
    SocketServices sockets =
        new SocketServices(
            core,
            id -> live && !ended.contains(id),
            limits,
            new Enforcement(new Exempt(Set.of(), Set.of()), refused::add),
            new MessageCodec(limits.decode()),
            Runnable::run,
            () -> Pace.FREE,
            Clock.fixed(START, ZoneOffset.UTC),
            () -> nanos);
    registry = new SessionRegistry(sockets);
    return new DialectServices(
        sockets,
        new DocumentFinder(new Documents(), audit, createsRooms),
        (token, document) -> Optional.ofNullable(tokens.get(token)),
        admission(),
        work -> {
          blocking.add(work);
          if (!holdsBlocking) {
            runBlocking();
          }
        });
  }

  private DialectServices.Admission admission() {
    return new DialectServices.Admission() {
      @Override
      public boolean mayAsk(String user) {
        return questions-- > 0;
      }

      @Override
      public boolean signedIn(SocketSession session, String user) {
        return registry.signedIn(session, user);
      }
    };
  }

  /** Does what waits for the database, in the order it came. */
  public void runBlocking() {
    for (Runnable work = blocking.poll(); work != null; work = blocking.poll()) {
      work.run();
    }
  }

  public SessionRegistry registry() {
    return registry;
  }

  /** Lets time pass, looking after sockets every second. */
  public void pass(Duration duration) {
    for (long second = 0; second < duration.toSeconds(); second++) {
      nanos += Duration.ofSeconds(1).toNanos();
      registry.scan();
    }
  }

  public static Payload bytes(String text) {
    return Payload.ofUtf8(text);
  }

  public Joined joined(long head, String update, String version, Operation... tail) {
    return new Joined(
        CLIENT,
        1,
        "yjs",
        access,
        new UUID(2, 2),
        head,
        Optional.empty(),
        Optional.of(new SyncAnswer(head - tail.length, bytes(update), bytes(version))),
        List.of(tail));
  }

  public static Operation operation(long revision, ClientId client, long sequence, String update) {
    return new Operation(
        revision,
        new OperationName(client, sequence),
        "bob",
        revision - 1,
        new Provenance(1, 0, 1, 0),
        bytes(update));
  }

  public static CommittedBatch batch(Operation... operations) {
    return new CommittedBatch(DOCUMENT, List.of(operations));
  }

  /** A sync message: step 0, 1 or 2. */
  public static Payload sync(int step, String bytes) {
    return new FrameWriter(16).varUint(0).varUint(step).varBytes(bytes(bytes)).end();
  }

  /** An awareness message of one client. */
  public static Payload awareness(long client, long clock, String state) {
    return YjsFrames.awareness(entry(client, clock, state));
  }

  /** The same without its envelope. */
  public static Payload entry(long client, long clock, String state) {
    return AwarenessUpdate.encode(List.of(new AwarenessEntry(client, clock, bytes(state))));
  }
}
