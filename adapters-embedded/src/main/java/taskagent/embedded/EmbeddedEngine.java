package taskagent.embedded;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import taskagent.domain.audit.AuditLog;
import taskagent.domain.bulk.BulkKind;
import taskagent.domain.bulk.BulkSets;
import taskagent.domain.bulk.Bulks;
import taskagent.domain.bulk.RunBulks;
import taskagent.domain.conversation.Responder;
import taskagent.domain.engine.Kinds;
import taskagent.domain.engine.Runs;
import taskagent.domain.engine.TaskRuns;
import taskagent.domain.port.Activity;
import taskagent.domain.port.Conversations;
import taskagent.domain.port.DeadLetters;
import taskagent.domain.port.EventPublisher;
import taskagent.domain.port.Metric;
import taskagent.domain.port.Readiness;
import taskagent.domain.port.Tasks;
import taskagent.domain.port.Unavailable;
import taskagent.domain.port.Workflows;
import taskagent.domain.view.Changes;
import taskagent.json.BulkJson;

/**
 * The embedded engine: runs the core durably in one JVM on one SQLite file. At the start it
 * continues the sagas that an earlier process left unfinished.
 */
public final class EmbeddedEngine implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(EmbeddedEngine.class.getName());
  private static final Duration CALLS_MAY_TAKE = Duration.ofSeconds(5);

  private final Database database;
  private final Path folder;
  private final Writer writer;
  private final ChangeLog changes;
  private final AuditLog audit;
  private final SqliteTasks tasks;
  private final SqliteConversations conversations;
  private final Runs<SqliteRuns.Known> runs;
  private final Workflows workflows;
  private final BulkSets bulkSets;
  private final Bulks bulks;
  private final String knownKinds;
  private final SagaDriver driver;
  private final CallLimiter limiter;
  private final DueSignal due;
  private final DueLoop dueLoop;
  private final List<OutboxLoop> outboxLoops;
  private final SqliteDeadLetters deadLetters;
  private final RetentionLoop retentionLoop;
  private final WriteProbe probe;
  private final FileGuard guard;
  private final Recovery recovery;
  private final TaskCounts taskCounts;
  private final ActivityReporter reporter;

  private EmbeddedEngine(
      Database database,
      EmbeddedSettings settings,
      InstantSource clock,
      Kinds ofTasks,
      Responder responder,
      EventPublisher publisher,
      Activity activity,
      Threads threads) {
    this.due = new DueSignal(clock);
    this.limiter = new CallLimiter(settings.callsAtOnce());
    var waiters = new Waiters();
    this.database = database;
    this.folder = settings.folder();
    this.taskCounts = new TaskCounts(database);
    this.reporter = new ActivityReporter(activity.and(taskCounts));
    var signal = new CommitSignal();
    this.writer = new Writer(database, threads, reporter, signal);
    this.bulkSets = new SqliteBulkSets(database, writer, clock);
    var kinds = BulkKind.addTo(ofTasks, BulkJson.CODEC, bulkSets, activity);
    this.knownKinds = WorkflowRow.known(kinds);
    this.recovery = Recovery.begin(database.writing(), knownKinds, clock.instant());
    this.changes = new ChangeLog(kinds, database, writer, signal, settings.retention(), clock);
    this.audit = new SqliteAuditLog(writer, clock);
    this.guard = new FileGuard(database.files(), writer);
    this.probe = new WriteProbe(writer);
    this.tasks = new SqliteTasks(database, writer, clock, due);
    this.conversations =
        new SqliteConversations(database, writer, clock, responder, settings.exchangesKept());
    this.driver = new SagaDriver(kinds, writer, threads, tasks, clock, due, limiter, waiters);
    this.runs =
        new Runs<>(kinds, new SqliteRuns(kinds, database, writer, driver, limiter, waiters));
    this.workflows = new TaskRuns<>(runs, clock, settings.notifyPolicy());
    this.bulks = new RunBulks(runs, bulkSets, clock);
    this.dueLoop =
        new DueLoop(kinds, database, writer, threads, clock, due, tasks, driver, limiter);
    this.outboxLoops =
        EventPublisher.TOPICS.stream()
            .map(
                topic ->
                    new OutboxLoop(
                        topic, database, writer, threads, clock, publisher, settings.events()))
            .toList();
    this.deadLetters = new SqliteDeadLetters(database, writer);
    this.retentionLoop = new RetentionLoop(database, writer, clock, settings.retention(), changes);
    threads.run(reporter);
    threads.run(taskCounts);
    threads.run(writer);
    threads.run(dueLoop);
    outboxLoops.forEach(threads::run);
    threads.run(retentionLoop);
  }

  /**
   * Opens the engine and continues the unfinished sagas.
   *
   * @throws DatabaseUnusable if the database cannot be opened; the message says why
   */
  public static EmbeddedEngine open(
      EmbeddedSettings settings,
      InstantSource clock,
      Kinds kinds,
      Responder responder,
      EventPublisher publisher,
      Activity activity) {
    var database = Database.open(settings.folder(), UnaryOperator.identity());
    return open(database, settings, clock, kinds, responder, publisher, activity, Threads.OWN);
  }

  /** Like the other {@code open}, but on an open database and with other threads, for tests. */
  static EmbeddedEngine open(
      Database database,
      EmbeddedSettings settings,
      InstantSource clock,
      Kinds kinds,
      Responder responder,
      EventPublisher publisher,
      Activity activity,
      Threads threads) {
    // The database stores milliseconds, so no decision may depend on a finer time.
    InstantSource millis = () -> clock.instant().truncatedTo(ChronoUnit.MILLIS);
    try {
      return new EmbeddedEngine(
          database, settings, millis, kinds, responder, publisher, activity, threads);
    } catch (Unavailable e) {
      database.close();
      throw new DatabaseUnusable(
          "The database in " + settings.folder() + " cannot be used: " + e.reason() + ".", e);
    }
  }

  /** Returns the tasks. */
  public Tasks tasks() {
    return tasks;
  }

  /** Returns the conversations. */
  public Conversations conversations() {
    return conversations;
  }

  /** Returns the workflows. */
  public Workflows workflows() {
    return workflows;
  }

  /** Returns the bulks. */
  public Bulks bulks() {
    return bulks;
  }

  /** Returns the ids of the bulks. */
  BulkSets bulkSets() {
    return bulkSets;
  }

  /** Returns the runs of all kinds. */
  public Runs<?> runs() {
    return runs;
  }

  /** Returns the events that no attempt could publish. */
  public DeadLetters deadLetters() {
    return deadLetters;
  }

  /** Returns where it is recorded who changed what. */
  public AuditLog audit() {
    return audit;
  }

  /** Returns the log of what was saved and removed. */
  public Changes changes() {
    return changes;
  }

  /** Returns a check that writes to the database. */
  public Readiness readiness() {
    return probe;
  }

  /**
   * Looks at the database's files from now on.
   *
   * @param lost is told once, if others delete or change the files so that the engine cannot go on
   */
  public void watch(Consumer<String> lost) {
    guard.start(lost);
  }

  /** Returns how many sagas an earlier process was driving when it stopped. They continue now. */
  int resumed() {
    return recovery.resumed();
  }

  /** Logs what the engine found at its start. A caller does so once everything else has started. */
  public void logRecovery() {
    if (database.checked()) {
      LOG.log(
          System.Logger.Level.INFO,
          "the last server did not end in order, so its database was checked");
    }
    recovery.log();
  }

  /** Returns the engine's metrics. */
  public List<Metric> metrics() {
    return Stream.concat(work().stream(), DatabaseSize.metrics(database, folder).stream()).toList();
  }

  private List<Metric> work() {
    return List.of(
        taskCounts.metric(),
        Metric.gauge(
            "taskagent_sagas",
            "Sagas that have not ended: running, or waiting for their next attempt.",
            List.of(
                new Metric.Sample(
                    Map.of("state", "running"),
                    new CostlyValue(() -> count("workflow WHERE wake_at = " + WorkflowRow.DRIVEN))),
                new Metric.Sample(
                    Map.of("state", "waiting"),
                    new CostlyValue(() -> count("workflow WHERE wake_at >= 0"))))),
        Metric.gauge(
            "taskagent_sagas_unknown_kind",
            "Sagas of kinds that this version does not know. They are left alone.",
            new CostlyValue(
                () -> count("workflow WHERE wake_at IS NOT NULL AND NOT " + knownKinds))),
        Metric.gauge(
            "taskagent_sagas_calling_outside", "Sagas that call a receiver now.", limiter::taken),
        Metric.gauge(
            "taskagent_events_pending",
            "Events that wait to be published.",
            new CostlyValue(this::pendingEvents)),
        Metric.gauge(
            "taskagent_events_dead",
            "Dead letters: events that no attempt could publish.",
            new CostlyValue(this::deadEvents)),
        Metric.counter(
            "taskagent_events_dead_lettered_total",
            "Events that became dead letters because no attempt could publish them.",
            () -> outboxLoops.stream().mapToLong(OutboxLoop::deadLettered).sum()),
        retentionLoop.metric(),
        probe.metric(),
        Metric.counter(
            "taskagent_database_commits_total",
            "Commits to the database. A commit may contain several writes.",
            writer::commits),
        Metric.counter("taskagent_database_writes_total", "Writes to the database.", writer::works),
        Metric.gauge(
            "taskagent_database_writes_waiting",
            "Writes that wait for the next commit.",
            writer::waiting));
  }

  /** Returns how many events wait to be published. */
  long pendingEvents() {
    return count("outbox");
  }

  /** Returns how many events no attempt could publish. */
  long deadEvents() {
    return count("dead_letter");
  }

  /** Processes at once what is due, for tests that advance the clock. */
  void wake() {
    due.expect(Instant.MIN);
  }

  /** Waits a few seconds for calls that are being made, and stops. The next start continues. */
  @Override
  public void close() {
    close(CALLS_MAY_TAKE);
  }

  /** Stops; calls to receivers may take this long to end. */
  void close(Duration callsMayTake) {
    guard.close();
    dueLoop.close();
    driver.close(callsMayTake);
    outboxLoops.forEach(loop -> loop.close(callsMayTake));
    retentionLoop.close();
    writer.close();
    taskCounts.close();
    reporter.close();
    database.close();
  }

  private long count(String rows) {
    return database.first("SELECT count(*) FROM " + rows, row -> row.getLong(1)).orElse(0L);
  }
}
