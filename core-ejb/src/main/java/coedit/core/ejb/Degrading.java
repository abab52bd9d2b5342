package coedit.core.ejb;

import coedit.core.service.DegradedException;
import coedit.persistence.StoreUnavailableException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** Tells those who use the core's services of a database that is away in their own words. */
final class Degrading {

  private Degrading() {}

  static <T> T service(Class<T> type, T service) {
    return type.cast(
        Proxy.newProxyInstance(
            Degrading.class.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              try {
                return method.invoke(service, arguments);
              } catch (InvocationTargetException thrown) {
                throw thrown.getCause() instanceof StoreUnavailableException away
                    ? new DegradedException(away)
                    : thrown.getCause();
              }
            }));
  }
}
