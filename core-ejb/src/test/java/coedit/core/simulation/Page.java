package coedit.core.simulation;

import coedit.core.service.CommittedBatch;
import coedit.core.service.EditingService;
import coedit.core.service.JoinRequest;
import coedit.core.service.JoinRequest.ResumePoint;
import coedit.core.service.Joined;
import coedit.core.service.Participant;
import coedit.core.service.PresenceChange;
import coedit.core.service.Refusal;
import coedit.core.service.Subscriber;
import coedit.core.service.Subscription;
import coedit.model.ClientId;
import coedit.model.DocumentId;
import coedit.model.ErrorCode;
import coedit.model.Operation;
import coedit.model.OperationName;
import coedit.model.Payload;
import coedit.persistence.StoreException;
import coedit.plugin.text.TextState;
import coedit.spi.DocumentState;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * A person with a text open in the page: types and deletes without waiting for anything, over a
 * socket whose frames take their time. The client library's state machine decides what is sent.
 * Each insertion has a letter of its own, so that one that is lost or doubled is found out.
 */
final class Page implements Actor, ClientConversation.Audience {

  private static final int FIRST_LETTER = 0xe000;

  private final World world;
  private final DocumentId document;
  private final Participant person;
  private final Set<OperationName> acknowledged = new HashSet<>();

  /** Letters that were typed, and neither settled, nor taken back, nor offered as a copy. */
  private final Set<Integer> owed = new TreeSet<>();

  private ClientConversation conversation;
  private @Nullable Socket socket;

  Page(World world, DocumentId document, int number) {
    this.world = world;
    this.document = document;
    this.person = new Participant("page" + number, "Page", Set.of(), false);
    this.conversation = new ClientConversation(world, this);
  }

  @Override
  public String user() {
    return person.user();
  }

  @Override
  public DocumentId document() {
    return document;
  }

  @Override
  public void act() {
    Socket current = socket;
    if (current == null) {
      connect();
      return;
    }
    int dice = world.random.nextInt(100);
    if (dice < 3) {
      hangUp(current, dice > 0);
    } else if (dice < 60) {
      type(dice < 15);
    } else if (dice < 63) {
      tellState(current);
    }
  }

  private void type(boolean deletes) {
    ClientEdits edits = conversation.edits();
    if (edits == null) {
      return;
    }
    String text = text(edits.local());
    int place = world.random.nextInt(text.length() + 1);
    int count = Math.min(text.length() - place, 1 + world.random.nextInt(4));
    String change;
    if (deletes && count > 0) {
      text.substring(place, place + count).chars().forEach(owed::remove);
      change = "{\"d\":" + count + "}";
    } else {
      int letter = FIRST_LETTER + world.letters++;
      owed.add(letter);
      change = "\"" + (char) letter + "\"";
    }
    String whole = place == 0 ? "[" + change + "]" : "[" + place + "," + change + "]";
    conversation.edit(ClientEdits.TEXT.parse(Payload.ofUtf8(whole)));
  }

  private static String text(DocumentState state) {
    return ((TextState) state).text();
  }

  /** As the page does now and then: nothing may be found to differ (INV-8). */
  private void tellState(Socket current) {
    ClientEdits edits = conversation.edits();
    if (edits != null && conversation.isJoined() && !edits.isPending()) {
      CRC32 crc = new CRC32();
      crc.update(edits.local().content().unsafeBytes());
      String checksum = "%08x".formatted(crc.getValue());
      long revision = edits.revision();
      current.toServer(who -> current.editing().compare(who, revision, checksum));
    }
  }

  @Override
  public void writesOneMore() {
    world.violations.unless(
        !conversation.isPending(), "INV-13: an edit is not settled: ", conversation);
    world.violations.unless(conversation.isJoined(), "INV-13: cannot join: ", conversation);
    type(false);
  }

  @Override
  public void reconnectIfNeeded() {
    if (socket == null) {
      connect();
    }
  }

  @Override
  public void continueWriting() {
    reconnectIfNeeded();
  }

  private void connect() {
    Socket fresh = new Socket(world.someServer());
    socket = fresh;
    conversation.connected(fresh);
  }

  /** The server hears of it behind what was sent before, or never. */
  private void hangUp(Socket current, boolean politely) {
    socket = null;
    conversation.disconnected();
    if (politely) {
      current.toServer(current::leaves);
      current.toServer.close();
    } else {
      current.toServer.cut();
    }
  }

  @Override
  public void serverCrashed(Server server) {
    Socket current = socket;
    if (current != null && current.server == server) {
      hangUp(current, false);
    }
  }

  /** What the backup did not have is gone; what it had is still acknowledged. */
  @Override
  public void restored() {
    acknowledged.retainAll(world.names(document));
  }

  @Override
  public void settled(Operation operation) {
    acknowledged.add(operation.name());
    operation.payload().utf8().chars().forEach(owed::remove);
  }

  @Override
  public void unmerged(ErrorCode code, String why) {
    boolean mayBe =
        code == ErrorCode.FORBIDDEN
            || code == ErrorCode.NOT_FOUND
            || isOfAnotherHistory()
            || why.equals(ClientConversation.LOADED_ANEW)
            || why.equals(ClientConversation.NOT_FETCHED);
    world.violations.unless(mayBe, "INV-14/INV-15: not merged: " + code + ", ", why);
    owed.clear();
  }

  private boolean isOfAnotherHistory() {
    return !conversation.generation().equals(Optional.of(world.generation()));
  }

  /** Its user opens the document again, later. */
  @Override
  public void ended(ErrorCode code) {
    world.violations.unless(code == ErrorCode.NOT_FOUND, "INV-14: ended: ", code);
    Socket current = socket;
    if (current != null) {
      hangUp(current, true);
    }
    conversation = new ClientConversation(world, this);
  }

  @Override
  public boolean isAtRest() {
    ClientEdits edits = conversation.edits();
    return socket != null
        && conversation.isJoined()
        && edits != null
        && !edits.isPending()
        && edits.revision() == world.log.head(document);
  }

  @Override
  public void check() {
    List<Operation> log = world.log.all(document);
    Set<OperationName> names = new HashSet<>();
    Set<Integer> letters = new HashSet<>();
    DocumentState state = ClientEdits.empty();
    for (Operation operation : log) {
      names.add(operation.name());
      state = state.apply(operation.payload());
      operation
          .payload()
          .utf8()
          .chars()
          .filter(letter -> letter >= FIRST_LETTER)
          .forEach(
              letter ->
                  world.violations.unless(letters.add(letter), "INV-2: doubled by ", operation));
    }
    world.violations.unless(names.containsAll(acknowledged), "INV-1: acknowledged and gone");
    ClientEdits edits = conversation.edits();
    world.violations.unless(
        edits != null && !edits.isPending(), "INV-13: an edit after the faults is not settled");
    world.violations.unless(
        edits != null
            && edits.revision() == log.size()
            && edits.local().content().equals(state.content()),
        "INV-8: another text than the log's after " + log.size() + " revisions");
    world.violations.unless(owed.isEmpty(), "INV-1: typed, and neither saved nor offered: ", owed);
  }

  /** A connection to one server. The server knows one join of this document on it at a time. */
  private final class Socket implements ClientConversation.Link {
    private final Server server;
    private final Pipe toServer = new Pipe(world.schedule);
    private final Pipe toClient = new Pipe(world.schedule);
    private @Nullable Ear ear;

    Socket(Server server) {
      this.server = server;
    }

    private EditingService editing() {
      return server.member().editing();
    }

    /** What the server does about a frame of somebody who has joined. */
    private void toServer(Consumer<Subscription> frame) {
      toServer.send(
          () -> {
            Ear present = ear;
            if (server.isUp() && present != null && present.subscription != null) {
              frame.accept(present.subscription);
            }
          });
    }

    private void leaves(Subscription subscription) {
      ear = null;
      editing().leave(subscription);
    }

    @Override
    public void join(Optional<ClientId> client, Optional<ResumePoint> resume) {
      toServer(this::leaves);
      toServer.send(
          () -> {
            if (server.isUp()) {
              Ear fresh = new Ear(this);
              ear = fresh;
              String session = person.user() + "-" + world.newClientId();
              fresh.subscription =
                  server.join(new JoinRequest(document, session, person, client, resume), fresh);
            }
          });
    }

    @Override
    public void submit(ClientEdits.InFlight what) {
      List<Payload> payloads = List.of(ClientEdits.TEXT.encode(what.sent()));
      toServer(who -> editing().submit(who, what.sequence(), what.base(), payloads));
    }

    @Override
    public void reconnect() {
      hangUp(this, true);
    }

    @Override
    public void fetch(long from, long to, Consumer<Optional<List<Operation>>> answer) {
      world.schedule.soon(
          () -> {
            Optional<List<Operation>> found;
            try {
              found = Optional.of(world.log.read(document, from, to, 1_000));
            } catch (StoreException away) {
              found = Optional.empty();
            }
            Optional<List<Operation>> told = found;
            world.schedule.soon(() -> answer.accept(told));
          });
    }
  }

  /** One join at the server; what comes of an earlier one is not sent any more. */
  private final class Ear implements Subscriber {
    private final Socket over;
    private @Nullable Subscription subscription;

    Ear(Socket over) {
      this.over = over;
    }

    private void tell(Runnable frame) {
      if (over.ear == this) {
        over.toClient.send(
            () -> {
              if (socket == over) {
                frame.run();
              }
            });
      }
    }

    @Override
    public void joined(Joined answer) {
      answer.tail().forEach(operation -> world.shown(document, operation));
      tell(() -> conversation.joined(answer));
    }

    @Override
    public void committed(CommittedBatch batch) {
      batch.operations().forEach(operation -> world.shown(document, operation));
      tell(() -> conversation.committed(batch.operations()));
    }

    @Override
    public void acknowledged(long sequence, long at) {
      tell(() -> conversation.acknowledged(sequence, at));
    }

    @Override
    public void refused(long sequence, Refusal refusal) {
      tell(() -> conversation.refused(sequence, refusal));
    }

    @Override
    public void presence(List<PresenceChange> changes) {}

    @Override
    public void closed(ErrorCode code, String reason) {
      tell(
          () -> {
            world.violations.unless(
                code != ErrorCode.DIVERGED, "INV-8: the server finds another state: ", reason);
            world.violations.unless(
                code != ErrorCode.GENERATION_CHANGED || isOfAnotherHistory(),
                "INV-15: told to start over: ",
                reason);
            conversation.closed(code, reason);
          });
      if (over.ear == this) {
        over.ear = null;
      }
    }
  }
}
