package coedit.web.startup;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Optional;

/**
 * SIGTERM, with something to be done before the JVM begins to end. A shutdown hook would not do:
 * all hooks run at once, Liberty's among them. The one way to come first is {@code
 * sun.misc.Signal}, which every JDK exports (module jdk.unsupported) and compilers warn of: so it
 * is found at run time, and where there is none, or the JVM was told to leave signals alone ({@code
 * -Xrs}), nothing is done before.
 */
final class TerminationSignal {

  private static final System.Logger LOG = System.getLogger(TerminationSignal.class.getName());

  private final Method handle;
  private final Object signal;
  private final Object before;

  private TerminationSignal(Method handle, Object signal, Object before) {
    this.handle = handle;
    this.signal = signal;
    this.before = before;
  }

  /**
   * Has this run at SIGTERM, and after it what would have happened without.
   *
   * @param action does not throw
   */
  static Optional<TerminationSignal> precededBy(Runnable action) {
    try {
      ClassLoader jdk = ClassLoader.getPlatformClassLoader();
      Class<?> type = Class.forName("sun.misc.Signal", true, jdk);
      Class<?> handler = Class.forName("sun.misc.SignalHandler", true, jdk);
      Method handle = type.getMethod("handle", type, handler);
      Method onward = handler.getMethod("handle", type);
      Object signal = type.getConstructor(String.class).newInstance("TERM");
      Object[] before = new Object[1];
      Object ours =
          Proxy.newProxyInstance(
              jdk,
              new Class<?>[] {handler},
              (proxy, method, arguments) -> {
                if (!method.equals(onward)) {
                  return answer(proxy, method.getName(), arguments);
                }
                action.run();
                return onward.invoke(before[0], arguments);
              });
      before[0] = handle.invoke(null, signal, ours);
      return Optional.of(new TerminationSignal(handle, signal, before[0]));
    } catch (ReflectiveOperationException | RuntimeException none) {
      LOG.log(System.Logger.Level.INFO, "SIGTERM will not drain this server", none);
      return Optional.empty();
    }
  }

  /** What every object answers. */
  private static Object answer(Object proxy, String method, Object[] arguments) {
    return switch (method) {
      case "equals" -> proxy == arguments[0];
      case "hashCode" -> System.identityHashCode(proxy);
      default -> TerminationSignal.class.getName();
    };
  }

  /** Things are as they were. */
  void giveBack() {
    try {
      handle.invoke(null, signal, before);
    } catch (ReflectiveOperationException | RuntimeException failed) {
      LOG.log(System.Logger.Level.DEBUG, "SIGTERM keeps its handler", failed);
    }
  }
}
