package taskagent.embedded;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** A data source that injects a fault at a certain commit. */
final class FaultyDataSource {

  /** The exit code of a process that got SIGKILL. */
  static final int KILLED = 137;

  private final DataSource inner;
  private final int atCommit;
  private final Fault fault;
  private final AtomicInteger commits = new AtomicInteger();

  /** The fault. */
  enum Fault {
    /** The process is killed before the commit. */
    KILLED_BEFORE,
    /** The process is killed after the commit, before anybody learns of it. */
    KILLED_AFTER,
    /** The commit is durable, but is reported as failed. */
    SAID_TO_FAIL
  }

  private FaultyDataSource(DataSource inner, int atCommit, Fault fault) {
    this.inner = inner;
    this.atCommit = atCommit;
    this.fault = fault;
  }

  static DataSource around(DataSource inner, int atCommit, Fault fault) {
    var faulty = new FaultyDataSource(inner, atCommit, fault);
    return (DataSource)
        Proxy.newProxyInstance(
            FaultyDataSource.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (_, method, arguments) ->
                method.getName().equals("getConnection")
                    ? faulty.connection()
                    : method.invoke(inner, arguments));
  }

  private Connection connection() throws SQLException {
    var connection = inner.getConnection();
    return (Connection)
        Proxy.newProxyInstance(
            FaultyDataSource.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (_, method, arguments) -> {
              boolean commit = method.getName().equals("commit");
              boolean now = commit && commits.incrementAndGet() == atCommit;
              if (now && fault == Fault.KILLED_BEFORE) {
                Runtime.getRuntime().halt(KILLED);
              }
              try {
                var result = method.invoke(connection, arguments);
                if (now) {
                  afterwards();
                }
                return result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private void afterwards() throws SQLException {
    if (fault == Fault.KILLED_AFTER) {
      Runtime.getRuntime().halt(KILLED);
    }
    throw new SQLException("the disk did not answer");
  }
}
