package coedit.persistence.jpa;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** A small pool with a place to put faults: each call of interest passes {@link Faults} first. */
final class TestDataSource implements DataSource, AutoCloseable {

  /** Sees calls on connections and their statements; what it throws, the caller gets. */
  interface Faults {
    Faults NONE = new Faults() {};

    default void before(String call, Connection raw) throws SQLException {}

    default void after(String call, Connection raw) throws SQLException {}
  }

  private final String url;
  private final Properties properties = new Properties();
  private final ConcurrentLinkedDeque<Connection> idle = new ConcurrentLinkedDeque<>();
  private volatile Faults faults = Faults.NONE;

  TestDataSource(String url, String user, String password) {
    this.url = url;
    properties.setProperty("user", user);
    properties.setProperty("password", password);
  }

  void faults(Faults next) {
    faults = next;
  }

  @Override
  public Connection getConnection() throws SQLException {
    faults.before("getConnection", null);
    Connection raw = idle.pollFirst();
    if (raw == null) {
      raw = DriverManager.getConnection(url, properties);
      raw.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
    }
    return proxy(raw);
  }

  private Connection proxy(Connection raw) {
    boolean[] broken = {false};
    // A second close must not put the connection into the pool twice, for two threads to share.
    AtomicBoolean closed = new AtomicBoolean();
    return (Connection)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Connection.class},
            (self, method, arguments) ->
                switch (method.getName()) {
                  case "close" -> {
                    if (closed.compareAndSet(false, true)) {
                      giveBack(raw, broken[0]);
                    }
                    yield null;
                  }
                  case "commit", "rollback" -> {
                    try {
                      yield watched(method.getName(), raw, raw, method, arguments);
                    } catch (SQLException failure) {
                      broken[0] = true;
                      throw failure;
                    }
                  }
                  case "prepareStatement" -> {
                    PreparedStatement statement = (PreparedStatement) call(raw, method, arguments);
                    yield faults == Faults.NONE ? statement : proxy(raw, statement);
                  }
                  case "unwrap" -> raw;
                  default -> call(raw, method, arguments);
                });
  }

  private PreparedStatement proxy(Connection raw, PreparedStatement statement) {
    return (PreparedStatement)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {PreparedStatement.class},
            (self, method, arguments) ->
                method.getName().startsWith("execute")
                    ? watched("execute", raw, statement, method, arguments)
                    : call(statement, method, arguments));
  }

  private Object watched(
      String name, Connection raw, Object target, Method method, Object[] arguments)
      throws Throwable {
    faults.before(name, raw);
    Object result = call(target, method, arguments);
    faults.after(name, raw);
    return result;
  }

  private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException wrapped) {
      throw wrapped.getCause();
    }
  }

  private void giveBack(Connection raw, boolean broken) throws SQLException {
    if (broken) {
      if (!raw.isClosed() && !raw.getAutoCommit()) {
        raw.rollback();
      }
      raw.close();
    } else if (!raw.isClosed()) {
      raw.setAutoCommit(true);
      idle.addFirst(raw);
    }
  }

  @Override
  public void close() throws SQLException {
    for (Connection raw = idle.poll(); raw != null; raw = idle.poll()) {
      raw.close();
    }
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    return getConnection();
  }

  @Override
  public PrintWriter getLogWriter() {
    return null;
  }

  @Override
  public void setLogWriter(PrintWriter out) {}

  @Override
  public void setLoginTimeout(int seconds) {}

  @Override
  public int getLoginTimeout() {
    return 0;
  }

  @Override
  public Logger getParentLogger() {
    return Logger.getGlobal();
  }

  @Override
  public <T> T unwrap(Class<T> type) {
    return type.cast(this);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return type.isInstance(this);
  }
}
