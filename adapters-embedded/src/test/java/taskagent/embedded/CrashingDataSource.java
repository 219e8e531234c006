package taskagent.embedded;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/**
 * Ends the process, as {@code kill -9} does, at one of its commits: just before it, or when it is
 * durable and nobody has heard of it yet.
 */
final class CrashingDataSource {

  /** As a process that got SIGKILL. */
  static final int KILLED = 137;

  private final DataSource inner;
  private final int atCommit;
  private final boolean before;
  private final AtomicInteger commits = new AtomicInteger();

  private CrashingDataSource(DataSource inner, int atCommit, boolean before) {
    this.inner = inner;
    this.atCommit = atCommit;
    this.before = before;
  }

  static DataSource around(DataSource inner, int atCommit, boolean before) {
    var crashing = new CrashingDataSource(inner, atCommit, before);
    return (DataSource)
        Proxy.newProxyInstance(
            CrashingDataSource.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (_, method, arguments) ->
                method.getName().equals("getConnection")
                    ? crashing.connection()
                    : method.invoke(inner, arguments));
  }

  private Connection connection() throws SQLException {
    var connection = inner.getConnection();
    return (Connection)
        Proxy.newProxyInstance(
            CrashingDataSource.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (_, method, arguments) -> {
              boolean commit = method.getName().equals("commit");
              boolean now = commit && commits.incrementAndGet() == atCommit;
              if (now && before) {
                Runtime.getRuntime().halt(KILLED);
              }
              try {
                var result = method.invoke(connection, arguments);
                if (now) {
                  Runtime.getRuntime().halt(KILLED);
                }
                return result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
