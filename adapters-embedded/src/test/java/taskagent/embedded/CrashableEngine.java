package taskagent.embedded;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import taskagent.domain.conversation.RuleBasedResponder;
import taskagent.domain.engine.Kinds;
import taskagent.domain.engine.Retention;
import taskagent.domain.engine.Runs;
import taskagent.domain.port.Activity;
import taskagent.domain.port.Conversations;
import taskagent.domain.port.EventPublisher;
import taskagent.domain.port.Notifier;
import taskagent.domain.port.Tasks;
import taskagent.domain.port.Workflows;
import taskagent.json.RunJson;

/**
 * An embedded engine in this JVM that crashes at one of its commits, as if its process had been
 * killed. After the crash it writes nothing and calls no receiver. Its parts take turns on the
 * caller's thread, so a crash takes no time and can be repeated.
 */
public final class CrashableEngine implements AutoCloseable {

  private static final int EXCHANGES_KEPT = 1_000;

  private final SingleThread thread;
  private final EmbeddedEngine engine;
  private final OtherRuns others;
  private boolean dead;
  private @Nullable Connection connection;

  /** When it crashes. */
  public enum Moment {
    /** Before the commit, which is lost. */
    BEFORE,
    /** After the commit, before anybody learns of it. */
    AFTER
  }

  /** The runs of other kinds, and what their commands change. */
  public interface OtherRuns {

    /** Adds their kinds to others. */
    Kinds addTo(Kinds kinds);

    /** What was changed in the transaction is durable. */
    void committed();

    /** Nothing is changed any more. */
    void crashed();
  }

  /**
   * Opens an engine.
   *
   * @param folder the folder of a database
   * @param draws decide which part is next
   * @param atCommit the commit at which it crashes; 0 for none
   */
  public CrashableEngine(
      Path folder,
      InstantSource clock,
      Notifier notifier,
      EventPublisher publisher,
      OtherRuns others,
      Random draws,
      int atCommit,
      Moment moment) {
    this.thread = new SingleThread(draws);
    this.others = others;
    this.engine =
        EmbeddedEngine.open(
            Database.reopen(folder, inner -> mortal(inner, new AtomicInteger(atCommit), moment)),
            new EmbeddedSettings(folder, EXCHANGES_KEPT, Retention.DEFAULT),
            clock,
            others.addTo(
                Kinds.ofTasks(
                    RunJson.CODEC,
                    notification ->
                        dead
                            ? new Notifier.Failed("the process is gone", true)
                            : notifier.notify(notification))),
            new RuleBasedResponder(),
            event -> {
              if (dead) {
                throw new IllegalStateException("the process is gone");
              }
              publisher.publish(event);
            },
            Activity.none(),
            thread);
  }

  /** Creates an empty database. This takes as long as a dozen crashes, so copy it. */
  public static void make(Path folder) {
    Database.open(folder, UnaryOperator.identity()).close();
  }

  /** Copies a database that is not open. */
  public static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    Files.copy(from.resolve(Database.FILE), to.resolve(Database.FILE));
  }

  /** Returns the tasks. */
  public Tasks tasks() {
    return engine.tasks();
  }

  /** Returns the workflows. */
  public Workflows workflows() {
    return engine.workflows();
  }

  /** Returns the runs of all kinds. */
  public Runs<?> runs() {
    return engine.runs();
  }

  /** Returns the conversations. */
  public Conversations conversations() {
    return engine.conversations();
  }

  /** Returns how many events wait to be published. */
  public long pendingEvents() {
    return engine.pendingEvents();
  }

  /** Returns how many events no attempt could publish. */
  public long deadEvents() {
    return engine.deadEvents();
  }

  /** Lets one part do its work. Returns false if no part has any. */
  public boolean turn() {
    return thread.turn();
  }

  /** Returns true if it has crashed. */
  public boolean dead() {
    return dead;
  }

  /** Crashes it now. */
  public void kill() {
    dead = true;
    others.crashed();
  }

  /** Crashes it, if it has not crashed, and releases its resources. */
  @Override
  public void close() {
    kill();
    engine.close(Duration.ZERO);
    try {
      if (connection != null) {
        connection.close();
      }
    } catch (SQLException e) {
      throw new IllegalStateException("the writer's connection cannot be closed", e);
    }
  }

  private DataSource mortal(DataSource inner, AtomicInteger left, Moment moment) {
    return proxy(
        DataSource.class,
        (method, arguments) -> {
          if (!method.getName().equals("getConnection")) {
            return invoke(inner, method, arguments);
          }
          checkAlive();
          if (connection == null) { // because opening one takes longer than a commit
            connection = inner.getConnection();
          }
          return mortal(connection, left, moment);
        });
  }

  private Connection mortal(Connection inner, AtomicInteger left, Moment moment) {
    return proxy(
        Connection.class,
        (method, arguments) -> {
          if (method.getName().equals("close")) {
            return null;
          }
          if (!method.getName().equals("commit")) {
            return invoke(inner, method, arguments);
          }
          checkAlive();
          boolean last = left.decrementAndGet() == 0;
          if (last && moment == Moment.BEFORE) {
            kill();
            checkAlive();
          }
          var result = invoke(inner, method, arguments);
          others.committed();
          if (last) {
            kill();
            checkAlive();
          }
          return result;
        });
  }

  private void checkAlive() throws SQLException {
    if (dead) {
      throw new SQLException("the process is gone");
    }
  }

  /** The body of a method. */
  @FunctionalInterface
  private interface Body {
    @Nullable Object of(Method method, Object[] arguments) throws Throwable;
  }

  private static <T> T proxy(Class<T> type, Body body) {
    return type.cast(
        Proxy.newProxyInstance(
            CrashableEngine.class.getClassLoader(),
            new Class<?>[] {type},
            (_, method, arguments) -> body.of(method, arguments)));
  }

  private static Object invoke(Object target, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
