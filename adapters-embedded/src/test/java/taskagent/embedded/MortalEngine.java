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
import taskagent.domain.port.Conversations;
import taskagent.domain.port.EventPublisher;
import taskagent.domain.port.Notifier;
import taskagent.domain.port.Tasks;
import taskagent.domain.port.Workflows;

/**
 * An embedded engine in this JVM that dies at one of its commits, as if its process had been
 * killed: from then on nothing is written and nobody outside is told anything. Its parts take turns
 * on the caller's thread, so a crash costs no waiting and comes again whenever it is wanted.
 */
public final class MortalEngine implements AutoCloseable {

  private static final int EXCHANGES_KEPT = 1_000;

  private final OneThread thread;
  private final EmbeddedEngine engine;
  private boolean dead;
  private @Nullable Connection connection;

  /** When it dies. */
  public enum Moment {
    /** Just before the commit, which is lost. */
    BEFORE,
    /** When the commit is durable, and nobody has heard of it. */
    AFTER
  }

  /**
   * Opens one.
   *
   * @param folder with a database
   * @param draws decide which part is next
   * @param atCommit at which of its commits it dies; 0 for never
   */
  public MortalEngine(
      Path folder,
      InstantSource clock,
      Notifier notifier,
      EventPublisher publisher,
      Random draws,
      int atCommit,
      Moment moment) {
    this.thread = new OneThread(draws);
    this.engine =
        EmbeddedEngine.open(
            Database.reopen(folder, inner -> mortal(inner, new AtomicInteger(atCommit), moment)),
            new EmbeddedSettings(folder, EXCHANGES_KEPT),
            clock,
            notification ->
                dead
                    ? new Notifier.Failed("the process is gone", true)
                    : notifier.notify(notification),
            new RuleBasedResponder(),
            event -> {
              if (dead) {
                throw new IllegalStateException("the process is gone");
              }
              publisher.publish(event);
            },
            thread);
  }

  /** Makes an empty database, which takes as long as a dozen crashes: worlds begin as copies. */
  public static void make(Path folder) {
    Database.open(folder, UnaryOperator.identity()).close();
  }

  /** Copies a database that nobody has open. */
  public static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    Files.copy(from.resolve(Database.FILE), to.resolve(Database.FILE));
  }

  /** The tasks. */
  public Tasks tasks() {
    return engine.tasks();
  }

  /** The workflows. */
  public Workflows workflows() {
    return engine.workflows();
  }

  /** The conversations. */
  public Conversations conversations() {
    return engine.conversations();
  }

  /** A figure of the metrics. */
  public long figure(String name) {
    return engine.figures().getOrDefault(name, () -> 0).getAsLong();
  }

  /** One of its parts does what it has to do; false if none has anything. */
  public boolean turn() {
    return thread.turn();
  }

  /** Whether it is dead. */
  public boolean dead() {
    return dead;
  }

  /** It dies now, whatever it is at. */
  public void kill() {
    dead = true;
  }

  /** As if it was killed, if it is not dead yet: it does no more. */
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
          if (connection == null) { // a new one for each commit would take longer than the commit
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

  /** What stands for a method's body. */
  @FunctionalInterface
  private interface Body {
    @Nullable Object of(Method method, Object[] arguments) throws Throwable;
  }

  private static <T> T proxy(Class<T> type, Body body) {
    return type.cast(
        Proxy.newProxyInstance(
            MortalEngine.class.getClassLoader(),
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
