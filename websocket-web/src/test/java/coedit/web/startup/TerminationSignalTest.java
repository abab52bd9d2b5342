package coedit.web.startup;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The signal is sent to this JVM, which here does not end of it. */
class TerminationSignalTest {

  private final BlockingQueue<String> happened = new LinkedBlockingQueue<>();
  private Class<?> type;
  private Class<?> handler;
  private Object term;
  private Object endsTheJvm;

  @BeforeEach
  void standInForTheJvm() throws ReflectiveOperationException {
    type = Class.forName("sun.misc.Signal");
    handler = Class.forName("sun.misc.SignalHandler");
    term = type.getConstructor(String.class).newInstance("TERM");
    Object standIn =
        Proxy.newProxyInstance(
            ClassLoader.getPlatformClassLoader(),
            new Class<?>[] {handler},
            (proxy, method, arguments) -> happened.add("ends by " + arguments[0]) ? null : null);
    endsTheJvm = handle(standIn);
  }

  @AfterEach
  void asBefore() throws ReflectiveOperationException {
    handle(endsTheJvm);
  }

  private Object handle(Object by) throws ReflectiveOperationException {
    return type.getMethod("handle", type, handler).invoke(null, term, by);
  }

  private void raise() throws ReflectiveOperationException {
    Method raise = type.getMethod("raise", type);
    raise.invoke(null, term);
  }

  private String next() throws InterruptedException {
    return happened.poll(10, TimeUnit.SECONDS);
  }

  @Test
  void whatIsToBeDoneComesBeforeTheEnd() throws Exception {
    TerminationSignal.precededBy(() -> happened.add("drains")).orElseThrow();
    raise();
    assertEquals("drains", next());
    assertEquals("ends by SIGTERM", next());
  }

  /** An application that is stopped alone leaves nothing behind. */
  @Test
  void givenBackTheSignalIsAsItWas() throws Exception {
    TerminationSignal.precededBy(() -> happened.add("drains")).orElseThrow().giveBack();
    raise();
    assertEquals("ends by SIGTERM", next());
  }
}
