package coedit.web.socket;

import coedit.core.service.EditingService;
import coedit.core.service.JoinRequest;
import coedit.core.service.Joined;
import coedit.core.service.Participant;
import coedit.core.service.Subscriber;
import coedit.core.service.Subscription;
import coedit.model.Access;
import coedit.model.ClientId;
import coedit.model.DocumentId;
import coedit.model.Operation;
import coedit.model.OperationName;
import coedit.model.Payload;
import coedit.model.Provenance;
import coedit.model.Snapshot;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** A core that notes what it is asked and answers when the test says so. */
final class FakeEditing implements EditingService {

  /** One join, with the ear that it handed in. */
  record Open(JoinRequest request, Subscriber subscriber, DocumentId document)
      implements Subscription {}

  final List<Open> joins = new ArrayList<>();
  final List<String> calls = new ArrayList<>();

  /** What happens meanwhile, and is answered, when somebody asks how much is unsettled. */
  final Queue<Supplier<Integer>> unsettled = new ArrayDeque<>();

  @Override
  public Subscription join(JoinRequest request, Subscriber subscriber) {
    Open open = new Open(request, subscriber, request.document());
    joins.add(open);
    calls.add("join");
    return open;
  }

  @Override
  public void submit(Subscription subscription, long sequence, long base, List<Payload> payloads) {
    calls.add("submit " + sequence + " at " + base + " " + payloads.get(0).utf8());
  }

  @Override
  public void presence(Subscription subscription, Optional<Payload> state) {
    calls.add("presence " + state.map(Payload::utf8).orElse("gone"));
  }

  @Override
  public void say(Subscription subscription, Payload word) {
    calls.add("say " + word.utf8());
  }

  @Override
  public void sync(Subscription subscription, Payload version) {
    calls.add("sync " + version.utf8());
  }

  @Override
  public void compare(Subscription subscription, long revision, String checksum) {
    calls.add("compare " + revision + " " + checksum);
  }

  @Override
  public void shownAs(Subscription subscription, Participant participant) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void leave(Subscription subscription) {
    calls.add("leave");
  }

  @Override
  public CompletionStage<Integer> unsettled() {
    return CompletableFuture.completedFuture(unsettled.isEmpty() ? 0 : unsettled.remove().get());
  }

  Subscriber ear(int join) {
    return joins.get(join).subscriber();
  }

  static Joined joined(String content) {
    return new Joined(
        new ClientId(7),
        1,
        "text",
        Access.EDIT,
        new UUID(2, 2),
        3,
        Optional.of(new Snapshot(3, 1, Payload.ofUtf8(content))),
        Optional.empty(),
        List.of());
  }

  static Operation operation(long revision) {
    return new Operation(
        revision,
        new OperationName(new ClientId(7), revision),
        "bob",
        revision - 1,
        new Provenance(1, 0, 1, 0),
        Payload.ofUtf8("[\"x\"]"));
  }
}
