package coedit.core.mailbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MailboxTest {

  private final List<Runnable> turns = new ArrayList<>();
  private final List<Integer> handled = new ArrayList<>();

  private void handle(int message) {
    if (message == 2) {
      throw new IllegalStateException("a bug");
    }
    if (message == 3) {
      throw new NoClassDefFoundError("a plugin that lost a class");
    }
    if (message == 4) {
      throw new StackOverflowError("a tree too deep");
    }
    handled.add(message);
  }

  @Test
  void aMessageThatFailsCostsTheOthersOfItsBatchNothing() {
    Mailbox<Integer> mailbox =
        new Mailbox<>(turns::add, messages -> Mailbox.each(messages, this::handle));
    for (int message = 1; message <= 5; message++) {
      mailbox.offer(message);
    }
    assertEquals(1, turns.size(), "one turn for all that waits");
    turns.remove(0).run();
    assertEquals(List.of(1, 5), handled);
    assertEquals(0, mailbox.size());
    mailbox.offer(6);
    turns.remove(0).run();
    assertEquals(List.of(1, 5, 6), handled);
  }
}
