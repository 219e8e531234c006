package taskagent.embedded;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import taskagent.domain.conversation.Responder;
import taskagent.domain.port.Conversations;
import taskagent.domain.port.EventPublisher;
import taskagent.domain.port.Notifier;
import taskagent.domain.port.Readiness;
import taskagent.domain.port.Tasks;
import taskagent.domain.port.Unavailable;
import taskagent.domain.port.Workflows;
import taskagent.domain.saga.Outcome;
import taskagent.domain.task.TaskEvent;

/**
 * The embedded engine: runs the core durably in one JVM on one SQLite file. What an earlier process
 * left unfinished goes on as soon as it is started.
 */
public final class EmbeddedEngine implements AutoCloseable {

  private static final Duration CALLS_MAY_TAKE = Duration.ofSeconds(5);

  private final Database database;
  private final Writer writer;
  private final SqliteTasks tasks;
  private final SqliteConversations conversations;
  private final SqliteWorkflows workflows;
  private final SagaDriver driver;
  private final Slots slots = new Slots();
  private final Counters counters = new Counters();
  private final Due due;
  private final DueLoop dueLoop;
  private final OutboxLoop outboxLoop;
  private final WriteProbe probe;
  private final int leftBehind;

  private EmbeddedEngine(
      Database database,
      EmbeddedSettings settings,
      InstantSource clock,
      Notifier notifier,
      Responder responder,
      EventPublisher publisher,
      Threads threads) {
    this.due = new Due(clock);
    var waiters = new Waiters();
    this.database = database;
    this.leftBehind = takeOver(database.writing());
    this.writer = new Writer(database.writing(), threads);
    this.probe = new WriteProbe(writer);
    this.tasks = new SqliteTasks(database, writer, clock, due, counters);
    this.conversations =
        new SqliteConversations(database, writer, clock, responder, settings.exchangesKept());
    this.driver =
        new SagaDriver(writer, threads, tasks, notifier, clock, due, slots, waiters, counters);
    this.workflows = new SqliteWorkflows(database, writer, clock, driver, slots, waiters);
    this.dueLoop = new DueLoop(database, writer, threads, clock, due, tasks, driver, slots);
    this.outboxLoop = new OutboxLoop(database, writer, clock, publisher);
    threads.run(writer);
    threads.run(dueLoop);
    threads.run(outboxLoop);
  }

  /**
   * Opens the engine and has it go on with what it finds.
   *
   * @throws DatabaseUnusable if the database cannot be opened, and says why
   */
  public static EmbeddedEngine open(
      EmbeddedSettings settings,
      InstantSource clock,
      Notifier notifier,
      Responder responder,
      EventPublisher publisher) {
    var database = Database.open(settings.folder(), UnaryOperator.identity());
    return open(database, settings, clock, notifier, responder, publisher, Threads.OWN);
  }

  /** As above, on a database that is open, and with a say in what runs when, for tests. */
  static EmbeddedEngine open(
      Database database,
      EmbeddedSettings settings,
      InstantSource clock,
      Notifier notifier,
      Responder responder,
      EventPublisher publisher,
      Threads threads) {
    // The database keeps milliseconds, so nothing is ever decided on anything finer.
    InstantSource millis = () -> clock.instant().truncatedTo(ChronoUnit.MILLIS);
    try {
      return new EmbeddedEngine(
          database, settings, millis, notifier, responder, publisher, threads);
    } catch (Unavailable e) {
      database.close();
      throw new DatabaseUnusable(
          "The database in " + settings.folder() + " cannot be used: " + e.reason() + ".", e);
    }
  }

  /**
   * Sets due what an earlier process was at. Done before anything else is started, so that a
   * database that cannot be written is noticed by nobody but whoever starts the engine.
   */
  private static int takeOver(DataSource writing) {
    try (var connection = writing.getConnection();
        var statement = connection.createStatement()) {
      return statement.executeUpdate(
          "UPDATE workflow SET wake_at = 0 WHERE wake_at = " + WorkflowRow.DRIVEN);
    } catch (SQLException e) {
      throw Sql.unavailable(e);
    }
  }

  /** The tasks. */
  public Tasks tasks() {
    return tasks;
  }

  /** The conversations. */
  public Conversations conversations() {
    return conversations;
  }

  /** The workflows. */
  public Workflows workflows() {
    return workflows;
  }

  /** Whether the database can be written, which is tried. */
  public Readiness readiness() {
    return probe;
  }

  /** How many sagas an earlier process left unfinished, that go on now. */
  public int leftBehind() {
    return leftBehind;
  }

  /** Figures for the metrics, by name; those that end in {@code _total} only rise. */
  public Map<String, LongSupplier> figures() {
    var figures = new LinkedHashMap<String, LongSupplier>();
    for (var type : TaskEvent.Type.values()) {
      figures.put("task_" + type.wireName() + "_total", () -> counters.count(type));
    }
    for (var outcome : Outcome.values()) {
      figures.put(
          "saga_" + outcome.name().toLowerCase(Locale.ROOT) + "_total",
          () -> counters.count(outcome));
    }
    figures.put("sagas_calling_outside", slots::taken);
    figures.put("database_commits_total", writer::commits);
    figures.put("database_writes_total", writer::works);
    figures.put("database_writes_waiting", writer::waiting);
    figures.put("events_accepted_total", () -> number("SELECT seq FROM sqlite_sequence"));
    figures.put("events_pending", () -> number("SELECT count(*) FROM outbox"));
    figures.put("events_dead", () -> number("SELECT count(*) FROM dead_letter"));
    return figures;
  }

  /** Has what is due taken at once, for tests that move the clock. */
  void wake() {
    due.expect(Instant.MIN);
  }

  /** Finishes what is under way, within reason; what is not finished goes on at the next start. */
  @Override
  public void close() {
    close(CALLS_MAY_TAKE);
  }

  /** As above; calls to the outside may take that long to end. */
  void close(Duration callsMayTake) {
    dueLoop.close();
    driver.close(callsMayTake);
    outboxLoop.close();
    writer.close();
    database.close();
  }

  private long number(String sql) {
    Optional<Long> number = database.first(sql, row -> row.getLong(1));
    return number.orElse(0L);
  }
}
