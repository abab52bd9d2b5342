package coedit.bench.load;

import coedit.bench.load.Trace.Edit;
import coedit.bench.load.wire.ClientMessages;
import coedit.bench.load.wire.CommittedOperation;
import coedit.bench.load.wire.JsonText;
import coedit.bench.load.wire.MessageReader;
import coedit.model.Payload;
import coedit.plugin.text.TextAlgebra;
import coedit.plugin.text.TextOperation;
import coedit.spi.OtAlgebra.Side;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Types one author's part of a trace, as the client of docs/protocol.md, section 4 would.
 *
 * <p>An edit's place is right only in the text its author saw. So what the other author committed
 * is held back until the next edit was made on top of it, and taken in before that edit is made.
 * Own acknowledgements keep their place among what is held back, so authors who part for longer
 * than {@link #UNSETTLED} operations would block each other.
 */
final class TraceAuthor extends Follower {

  private static final int OPERATIONS_PER_SUBMISSION = 64;

  /** How far an author types ahead of the acknowledgements. */
  private static final int UNSETTLED = 2 * OPERATIONS_PER_SUBMISSION;

  private enum Kind {
    OWN,
    /** An own submission that changed nothing. */
    SETTLED,
    OTHERS
  }

  private record Held(Kind kind, long sequence, String payload) {}

  private final TextAlgebra algebra = new TextAlgebra();
  private final List<Edit> edits;
  private final Deque<Held> held = new ArrayDeque<>();

  /** Own operations that are not settled, each on top of the one before; the first few are sent. */
  private final List<TextOperation> unsettled = new ArrayList<>();

  private final Deque<Long> typedAt = new ArrayDeque<>();

  /** The other's operations that turned out to change nothing, so that no message comes of them. */
  private final Set<Long> silent = new HashSet<>();

  private final CompletableFuture<Boolean> done = new CompletableFuture<>();
  private byte[] client = new byte[0];
  private @Nullable TraceAuthor other;
  private int typed;
  private int sent;
  private long settled;
  private long seen;

  /** The revision up to which everything is settled or taken in. */
  private long base;

  TraceAuthor(
      DocumentClock clock, MessageReader reader, Measurement measurement, List<Edit> edits) {
    super(clock, reader, measurement);
    this.edits = edits;
  }

  void playWith(@Nullable TraceAuthor partner) {
    other = partner;
    advance();
  }

  CompletableFuture<Boolean> whenDone() {
    return done;
  }

  @Override
  public void joined(JoinedState state) {
    client = state.client().getBytes(StandardCharsets.UTF_8);
    base = state.head();
    super.joined(state);
  }

  @Override
  public void operation(CommittedOperation operation) {
    follow(operation);
    boolean own = operation.isBy(client);
    String payload = own ? "" : operation.payload();
    held.add(new Held(own ? Kind.OWN : Kind.OTHERS, operation.sequence(), payload));
    advance();
  }

  @Override
  public void acknowledged(long sequence) {
    held.add(new Held(Kind.SETTLED, sequence, ""));
    advance();
  }

  @Override
  public void refused(Refusal refusal) {
    done.completeExceptionally(new IllegalStateException(refusal.toString()));
  }

  private void advance() {
    boolean moved = true;
    while (moved) {
      moved = takeIn() || type();
    }
    if (sent == 0 && !unsettled.isEmpty()) {
      submit();
    }
    if (typed == edits.size() && unsettled.isEmpty()) {
      done.complete(true);
    }
  }

  private boolean takeIn() {
    long wanted = typed < edits.size() ? edits.get(typed).seen() : Long.MAX_VALUE;
    boolean moved = false;
    while (!held.isEmpty() && isWanted(held.element(), wanted)) {
      takeIn(held.remove());
      moved = true;
    }
    while (silent.remove(seen + 1)) {
      seen++;
      moved = true;
    }
    return moved;
  }

  private static boolean isWanted(Held next, long wanted) {
    return next.kind() != Kind.OTHERS || next.sequence() <= wanted;
  }

  private void takeIn(Held next) {
    switch (next.kind()) {
      case OWN -> {
        settle(next.sequence());
        base++;
      }
      case OTHERS -> {
        rebaseOver(algebra.parse(Payload.ofUtf8(next.payload())));
        seen = next.sequence();
        base++;
      }
      case SETTLED -> {
        while (settled < next.sequence()) {
          settleSilently();
        }
      }
    }
  }

  private void settle(long sequence) {
    if (sequence != settled + 1) {
      measurement.incident("own operation out of order");
    }
    settled = sequence;
    unsettled.remove(0);
    sent--;
    measurement.acknowledged(now() - typedAt.remove());
  }

  private void settleSilently() {
    if (unsettled.get(0).size() > 0) {
      measurement.incident("acknowledged as no change, but it is one");
    }
    settle(settled + 1);
    if (other != null) {
      other.silent.add(settled);
      other.advance();
    }
  }

  private void rebaseOver(TextOperation operation) {
    TextOperation theirs = operation;
    for (int i = 0; i < unsettled.size(); i++) {
      TextOperation mine = unsettled.get(i);
      unsettled.set(i, algebra.transform(mine, theirs, Side.LEFT));
      theirs = algebra.transform(theirs, mine, Side.RIGHT);
    }
  }

  private boolean type() {
    boolean moved = false;
    while (typed < edits.size()
        && edits.get(typed).seen() <= seen
        && unsettled.size() < UNSETTLED) {
      unsettled.add(algebra.parse(Payload.ofUtf8(operation(edits.get(typed++)))));
      typedAt.add(System.nanoTime());
      moved = true;
    }
    return moved;
  }

  private static String operation(Edit edit) {
    List<String> parts = new ArrayList<>(3);
    if (edit.place() > 0) {
      parts.add(Integer.toString(edit.place()));
    }
    if (!edit.inserted().isEmpty()) {
      parts.add(JsonText.quote(edit.inserted()));
    }
    if (edit.deleted() > 0) {
      parts.add("{\"d\":" + edit.deleted() + "}");
    }
    return "[" + String.join(",", parts) + "]";
  }

  private void submit() {
    sent = Math.min(OPERATIONS_PER_SUBMISSION, unsettled.size());
    List<String> operations =
        unsettled.subList(0, sent).stream().map(one -> algebra.encode(one).utf8()).toList();
    send(ClientMessages.submit(document(), settled + 1, base, operations));
  }
}
