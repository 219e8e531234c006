package taskagent.embedded;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import taskagent.domain.conversation.RuleBasedResponder;
import taskagent.domain.port.Conversations;
import taskagent.domain.port.EventPublisher;
import taskagent.domain.port.Notifier;
import taskagent.domain.port.Tasks;
import taskagent.domain.port.Workflows;

/**
 * An embedded engine in this JVM that dies at one of its commits, as if its process had been
 * killed: from then on nothing is written and nobody outside is told anything. So thousands of
 * crashes a minute can be had, on the real store.
 */
public final class MortalEngine implements AutoCloseable {

  private static final int EXCHANGES_KEPT = 1_000;

  private final AtomicBoolean dead = new AtomicBoolean();
  private final EmbeddedEngine engine;

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
   * @param atCommit at which of its commits it dies; 0 for never
   */
  public MortalEngine(
      Path folder,
      InstantSource clock,
      Notifier notifier,
      EventPublisher publisher,
      int atCommit,
      Moment moment) {
    this.engine =
        EmbeddedEngine.open(
            new EmbeddedSettings(folder, EXCHANGES_KEPT),
            clock,
            notification ->
                dead.get()
                    ? new Notifier.Failed("the process is gone", true)
                    : notifier.notify(notification),
            new RuleBasedResponder(),
            event -> {
              if (dead.get()) {
                throw new IllegalStateException("the process is gone");
              }
              publisher.publish(event);
            },
            inner -> mortal(inner, new AtomicInteger(atCommit), moment));
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

  /** Has it look at its clock now. */
  public void wake() {
    engine.wake();
  }

  /** Whether it is dead. */
  public boolean dead() {
    return dead.get();
  }

  /** It dies now, whatever it is at. */
  public void kill() {
    dead.set(true);
  }

  @Override
  public void close() {
    engine.close(dead.get() ? Duration.ZERO : Duration.ofSeconds(5));
  }

  private DataSource mortal(DataSource inner, AtomicInteger left, Moment moment) {
    return proxy(
        DataSource.class,
        (method, arguments) -> {
          if (!method.getName().equals("getConnection")) {
            return invoke(inner, method, arguments);
          }
          checkAlive();
          return mortal(inner.getConnection(), left, moment);
        });
  }

  private Connection mortal(Connection inner, AtomicInteger left, Moment moment) {
    return proxy(
        Connection.class,
        (method, arguments) -> {
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
    if (dead.get()) {
      throw new SQLException("the process is gone");
    }
  }

  /** What stands for a method's body. */
  @FunctionalInterface
  private interface Body {
    Object of(Method method, Object[] arguments) throws Throwable;
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
