package coedit.persistence.jpa;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Reads the SQL state out of a failure, however deep EclipseLink or the server wrapped it. */
final class SqlFailures {

  /**
   * Classes of states that blame the statement or its data: unsupported feature, cardinality, data,
   * integrity, syntax and access, check option, program limit. And the two where the database chose
   * us as the victim of a deadlock or a conflict.
   */
  private static final List<String> STATEMENT_AT_FAULT =
      List.of("0A", "21", "22", "23", "42", "44", "54", "40001", "40P01");

  private SqlFailures() {}

  /** A key, a uniqueness or another constraint was violated. */
  static boolean isConstraintViolation(Throwable failure) {
    return anySqlException(failure, sql -> state(sql).startsWith("23"));
  }

  /** Somebody else's transaction has kept a row for too long. */
  static boolean isLocked(Throwable failure) {
    return anySqlException(failure, sql -> state(sql).equals("55P03"));
  }

  /**
   * Whether the database is well and only refused what it was asked. Anything not known to be of
   * that kind (lost connections, timeouts, full disks, states never seen) says that the database is
   * not well: then the caller should doubt, not blame the rows it wrote.
   */
  static boolean isRefusal(Throwable failure) {
    boolean askedDatabase = anySqlException(failure, sql -> true);
    return !askedDatabase
        || (anySqlException(failure, SqlFailures::blamesStatement)
            && !anySqlException(failure, SqlFailures::endsConnection));
  }

  private static boolean blamesStatement(SQLException sql) {
    return STATEMENT_AT_FAULT.stream().anyMatch(state(sql)::startsWith);
  }

  private static boolean endsConnection(SQLException sql) {
    return state(sql).startsWith("08");
  }

  private static String state(SQLException sql) {
    String state = sql.getSQLState();
    return state == null ? "" : state;
  }

  private static boolean anySqlException(Throwable failure, Predicate<SQLException> wanted) {
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Throwable> open = new ArrayDeque<>();
    open.add(failure);
    while (!open.isEmpty()) {
      Throwable next = open.remove();
      if (!seen.add(next)) {
        continue;
      }
      if (next instanceof SQLException sql) {
        if (wanted.test(sql)) {
          return true;
        }
        if (sql.getNextException() != null) {
          open.add(sql.getNextException());
        }
      }
      if (next.getCause() != null) {
        open.add(next.getCause());
      }
    }
    return false;
  }
}
