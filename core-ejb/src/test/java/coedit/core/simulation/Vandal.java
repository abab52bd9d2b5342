package coedit.core.simulation;

import coedit.core.fixture.WordType;
import coedit.core.service.CommittedBatch;
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
import coedit.model.Payload;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who keeps no rule: uses numbers again with other payloads, skips some, builds on what is
 * not there yet, is here twice under one client id, claims to have seen what nobody wrote, and
 * takes others' client ids. What comes of it must be a history like any other, and cost the others
 * nothing.
 */
final class Vandal implements Actor {

  private final World world;
  private final DocumentId document;
  private final Participant person = new Participant("vandal", "Vandal", Set.of(), false);
  private final Connection[] connections = new Connection[2];
  private Optional<ClientId> client = Optional.empty();
  private Optional<UUID> generation = Optional.empty();
  private long next = 1;
  private long revision;

  Vandal(World world, DocumentId document) {
    this.world = world;
    this.document = document;
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
    int which = world.random.nextInt(connections.length);
    Connection current = connections[which];
    if (current == null || !current.server.isUp() || world.random.nextInt(20) == 0) {
      connect(which);
    } else if (current.subscription != null) {
      long sequence = Math.max(1, next + world.random.nextInt(5) - 3);
      long base = revision + world.random.nextInt(7) - 3;
      List<Payload> payloads =
          world.random.nextInt(6) == 0
              ? List.of(Payload.ofUtf8("rubbish"))
              : List.of(WordType.insert(world.random.nextInt(3), "v"), WordType.insert(0, "w"));
      current
          .server
          .member()
          .editing()
          .submit(
              current.subscription,
              sequence,
              base,
              payloads.subList(0, 1 + world.random.nextInt(payloads.size())));
    }
  }

  private void connect(int which) {
    Connection fresh = new Connection(world.someServer());
    connections[which] = fresh;
    Optional<ClientId> claimed = world.random.nextInt(4) == 0 ? somebodyElse() : client;
    Optional<ResumePoint> seen =
        generation.map(known -> new ResumePoint(known, revision + world.random.nextInt(3)));
    fresh.subscription =
        fresh.server.join(
            new JoinRequest(document, "vandal-" + world.newClientId(), person, claimed, seen),
            fresh);
  }

  /** A client id is nobody's to guess until something is written under it. */
  private Optional<ClientId> somebodyElse() {
    List<Operation> all = world.log.all(document);
    return all.isEmpty()
        ? client
        : Optional.of(all.get(world.random.nextInt(all.size())).name().client());
  }

  @Override
  public void reconnectIfNeeded() {}

  @Override
  public void continueWriting() {}

  @Override
  public void writesOneMore() {}

  @Override
  public void serverCrashed(Server server) {}

  @Override
  public void restored() {}

  @Override
  public boolean isAtRest() {
    return true;
  }

  @Override
  public void check() {}

  private final class Connection implements Subscriber {
    private final Server server;
    private @Nullable Subscription subscription;

    Connection(Server server) {
      this.server = server;
    }

    @Override
    public void joined(Joined answer) {
      client = Optional.of(answer.client());
      generation = Optional.of(answer.generation());
      next = answer.nextSequence();
      revision = answer.head();
    }

    @Override
    public void committed(CommittedBatch batch) {
      batch
          .operations()
          .forEach(
              operation -> {
                revision = Math.max(revision, operation.revision());
                if (client.equals(Optional.of(operation.name().client()))) {
                  next = Math.max(next, operation.name().sequence() + 1);
                }
              });
    }

    @Override
    public void acknowledged(long sequence, long at) {
      world.violations.unless(
          at == 0 || at <= world.log.head(document),
          "INV-1: acknowledged, and there is none: ",
          at);
    }

    @Override
    public void refused(long sequence, Refusal refusal) {}

    @Override
    public void presence(List<PresenceChange> changes) {}

    @Override
    public void closed(ErrorCode code, String reason) {
      subscription = null;
      if (code == ErrorCode.GENERATION_CHANGED) {
        generation = Optional.empty();
      }
    }
  }
}
