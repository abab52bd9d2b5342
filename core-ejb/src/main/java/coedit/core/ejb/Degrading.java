package coedit.core.ejb;

import coedit.core.service.DamagedException;
import coedit.core.service.DegradedException;
import coedit.persistence.CorruptOperationException;
import coedit.persistence.StoreUnavailableException;
import coedit.spi.CorruptPayloadException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** Tells those who use the core's services in their own words what is wrong with the database. */
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
                throw inTheirWords(thrown.getTargetException());
              }
            }));
  }

  private static Throwable inTheirWords(Throwable why) {
    if (why instanceof StoreUnavailableException) {
      return new DegradedException(why);
    }
    boolean damaged =
        why instanceof CorruptOperationException || why instanceof CorruptPayloadException;
    return damaged ? new DamagedException(why) : why;
  }
}
