package taskagent.view;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import taskagent.domain.audit.AuditEntry;
import taskagent.domain.audit.AuditKind;
import taskagent.domain.port.Metric;
import taskagent.domain.port.Unavailable;
import taskagent.domain.task.TaskId;
import taskagent.domain.task.TaskSnapshot;
import taskagent.domain.task.TaskStatus;
import taskagent.domain.view.Changes;
import taskagent.domain.view.Feed;
import taskagent.domain.view.Filter;
import taskagent.domain.view.Lists;
import taskagent.domain.view.QueryRefused;
import taskagent.domain.view.RunState;
import taskagent.domain.view.RunSummary;
import taskagent.view.Search.Limits;

/**
 * The view: an SQLite file of its own that follows an engine's change log, and the lists that are
 * read from it (specification §14). The file can be deleted at any time.
 */
public final class View implements Lists, Feed, AutoCloseable {

  private static final Duration VERSION_MAY_TAKE = Duration.ofSeconds(1);

  private final Changes changes;
  private final InstantSource clock;
  private final Limits limits;
  private final Tail tail;
  private final Projector projector;
  private final Reconciler reconciler;

  /** Creates a view that does nothing by itself. */
  View(Path folder, Changes changes, InstantSource clock, Limits limits, Tail tail) {
    this.tail = tail;
    this.limits = limits;
    this.changes = changes;
    this.clock = clock;
    this.projector = new Projector(new ViewFile(folder), changes, tail);
    this.reconciler = new Reconciler(this, changes);
  }

  /** Returns the view in a folder. It answers 503 until it is started. */
  public static View in(Path folder, Changes changes, InstantSource clock) {
    return new View(folder, changes, clock, Limits.USUAL, new Tail(Tail.ENTRIES));
  }

  /**
   * Begins to follow the changes. If there is no file that can be continued, it is made in the
   * background.
   */
  public View start() {
    projector.start();
    reconciler.start();
    return this;
  }

  /** Returns what keeps the view up to date. */
  Projector projector() {
    return projector;
  }

  /** Returns what compares the view with the engine. */
  Reconciler reconciler() {
    return reconciler;
  }

  @Override
  public void close() {
    reconciler.close();
    projector.close();
  }

  /** Returns the view's metrics. */
  public List<Metric> metrics() {
    return List.of(
        Metric.gauge(
            "taskagent_view_lag_seconds",
            "How long the oldest change has waited that the lists do not have; 0 if none.",
            () -> lag(read(Reading::position)) / 1_000),
        Metric.counter(
            "taskagent_view_rebuilds_total",
            "How often the lists were built from the engine's tables.",
            projector::rebuilds),
        Metric.counter(
            "taskagent_view_divergences_total",
            "Tasks and workflows that the lists did not have as the engine has them.",
            reconciler::divergences));
  }

  /** Returns how many tasks are open and overdue, for an engine that does not count them itself. */
  public Metric taskCounts() {
    return Metric.gauge(
        "taskagent_tasks",
        "Tasks that are not finished: open, or overdue because their deadline has passed.",
        List.of(
            sample("open", TaskStatus.PENDING, TaskStatus.ASSIGNED, TaskStatus.IN_PROGRESS),
            sample("overdue", TaskStatus.OVERDUE)));
  }

  private Metric.Sample sample(String state, TaskStatus... counted) {
    var filter = new Filter<>(List.of(counted), List.of());
    return new Metric.Sample(
        Map.of("state", state),
        () -> countTasks(filter).orElseThrow().stream().mapToLong(Count::items).sum());
  }

  @Override
  public Page<TaskSnapshot> tasks(Query<TaskStatus> query) {
    boolean reached = query.atLeast().map(this::await).orElse(true);
    return page(Source.TASKS, query, TaskRow::snapshot, reached);
  }

  @Override
  public Page<RunSummary> runs(Query<RunState> query) {
    return page(Source.RUNS, query, RunRow::summary, true);
  }

  @Override
  public Page<AuditEntry> audit(Query<AuditKind> query) {
    return page(Source.AUDIT, query, AuditRow::entry, true);
  }

  @Override
  public Feed feed() {
    return this;
  }

  @Override
  public AsOf asOf() {
    if (projector.readers().isEmpty()) {
      throw building();
    }
    return asOf(tail.position().seq());
  }

  /** A list may be read a moment before the tail has what it shows. */
  @Override
  public boolean continues(Position position) {
    return tail.continues(position) && position.seq() <= changes.last();
  }

  @Override
  public Optional<Part> after(Position position, int limit, Duration atMost)
      throws InterruptedException {
    return tail.after(position, limit, atMost);
  }

  @Override
  public Optional<String> assignee(TaskId task) {
    return read(reading -> reading.assignee(task));
  }

  @Override
  public Optional<List<Count<TaskStatus>>> countTasks(Filter<TaskStatus> filter) {
    return counts(Source.TASKS, filter);
  }

  @Override
  public Optional<List<Count<RunState>>> countRuns(Filter<RunState> filter) {
    return counts(Source.RUNS, filter);
  }

  private <S extends Enum<S>> Optional<List<Count<S>>> counts(Source<?> source, Filter<S> filter) {
    return read(reading -> reading.counts(source, filter))
        .map(
            counts ->
                filter.states().stream()
                    .map(state -> new Count<>(state, counts.getOrDefault(Codes.of(state), 0L)))
                    .toList());
  }

  private <R, T> Page<T> page(
      Source<R> source, Query<?> query, Function<R, T> item, boolean reached) {
    var part = read(reading -> reading.part(source, query));
    var items = new ArrayList<T>();
    part.rows().forEach(row -> items.add(item.apply(row)));
    var asOf = asOf(part.seq());
    return new Page<>(items, part.next(), part.total(), asOf, !reached || asOf.stale());
  }

  private AsOf asOf(long seq) {
    return new AsOf(new Position(changes.epoch(), seq), lag(seq));
  }

  /** Returns how long the oldest change has waited that is after this one, in milliseconds. */
  private long lag(long seq) {
    return changes
        .waitingSince(seq)
        .map(since -> Math.max(0, clock.millis() - since.toEpochMilli()))
        .orElse(0L);
  }

  /** Waits a while until the view has a version of a task. Returns false if it has not. */
  private boolean await(Version wanted) {
    long end = System.nanoTime() + VERSION_MAY_TAKE.toNanos();
    try {
      while (true) {
        long batches = projector.batches();
        if (read(reading -> reading.version(wanted.task())) >= wanted.version()) {
          return true;
        }
        var left = Duration.ofNanos(end - System.nanoTime());
        if (!left.isPositive()) {
          return false;
        }
        projector.awaitBatch(batches, left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Reads in one transaction. */
  @FunctionalInterface
  interface Work<T> {
    T of(Reading reading) throws SQLException;
  }

  <T> T read(Work<T> work) {
    var readers = projector.readers().orElseThrow(View::building);
    try {
      return read(readers, work);
    } catch (SQLTransientConnectionException e) {
      throw readers.isClosed() || e.getCause() != null // no connection could be opened
          ? building()
          : Unavailable.overloaded("too many lists are read at the same time");
    } catch (SQLException e) {
      if (Failures.interrupted(e)) {
        throw new QueryRefused(QueryRefused.Reason.TOO_SLOW);
      }
      if (Failures.damaged(e)) {
        projector.damaged();
      }
      throw building();
    }
  }

  private <T> T read(HikariDataSource readers, Work<T> work) throws SQLException {
    try (var connection = readers.getConnection();
        var _ = QueryLimit.of(connection, limits.mayTake())) {
      var session = new Session(connection);
      try {
        return work.of(new Reading(session, limits));
      } finally {
        session.release();
        connection.rollback();
      }
    }
  }

  private static Unavailable building() {
    return Unavailable.outOfReach("the lists are being built");
  }
}
