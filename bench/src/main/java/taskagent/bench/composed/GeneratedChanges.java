package taskagent.bench.composed;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import taskagent.domain.audit.AuditEntry;
import taskagent.domain.processing.Workflow;
import taskagent.domain.task.TaskSnapshot;
import taskagent.domain.view.Changes;

/**
 * The change log of an engine that has generated tasks, and a run for each of them. It keeps the
 * version and the time of each, and makes the rest when it is read.
 */
final class GeneratedChanges implements Changes {

  private static final int PERCENT_NEW = 10;
  private static final int PERCENT_RUNS = 20;

  private final GeneratedItems items;
  private final InstantSource clock;
  private final Table tasks = new Table();
  private final Table runs = new Table();
  private final Log log = new Log();
  private long random;

  /** Versions and times by index. They grow with the items. */
  private static final class Table {

    private int[] versions = new int[1_024];
    private long[] updated = new long[1_024];
    private int size;

    void add(long at) {
      if (size == versions.length) {
        versions = Arrays.copyOf(versions, 2 * size);
        updated = Arrays.copyOf(updated, 2 * size);
      }
      versions[size] = 1;
      updated[size++] = at;
    }

    void change(int index, long at) {
      versions[index]++;
      updated[index] = at;
    }
  }

  /** The entries, oldest first; the first one has the number 1. */
  private static final class Log {

    private int[] indexes = new int[1_024];
    private boolean[] ofRuns = new boolean[1_024];
    private long[] times = new long[1_024];
    private int size;

    void add(Kind kind, int index, long at) {
      if (size == indexes.length) {
        indexes = Arrays.copyOf(indexes, 2 * size);
        ofRuns = Arrays.copyOf(ofRuns, 2 * size);
        times = Arrays.copyOf(times, 2 * size);
      }
      indexes[size] = index;
      ofRuns[size] = kind == Kind.RUN;
      times[size++] = at;
    }

    Change change(int at) {
      return new Change(
          at + 1,
          ofRuns[at] ? Kind.RUN : Kind.TASK,
          ofRuns[at] ? GeneratedItems.runId(indexes[at]) : GeneratedItems.taskId(indexes[at]),
          Instant.ofEpochMilli(times[at]));
    }
  }

  /** Creates this many tasks and runs, of which the log says nothing. */
  GeneratedChanges(int count, InstantSource clock) {
    this.clock = clock;
    this.items = new GeneratedItems(clock.instant());
    for (int i = 0; i < count; i++) {
      tasks.add(items.created(i));
      runs.add(items.created(i));
    }
  }

  /**
   * Changes something, and adds an entry: of ten changes one creates a task with its run, two
   * change a run, and the others change a task.
   */
  synchronized void upsert() {
    long now = clock.millis();
    random = GeneratedItems.mix(random, log.size);
    int percent = (int) Math.floorMod(random, 100L);
    int index = (int) Math.floorMod(random >>> 8, (long) tasks.size);
    if (percent < PERCENT_NEW) {
      tasks.add(now);
      runs.add(now);
      log.add(Kind.RUN, runs.size - 1, now);
      log.add(Kind.TASK, tasks.size - 1, now);
    } else if (percent < PERCENT_NEW + PERCENT_RUNS) {
      runs.change(index, now);
      log.add(Kind.RUN, index, now);
    } else {
      tasks.change(index, now);
      log.add(Kind.TASK, index, now);
    }
    notifyAll();
  }

  /** Returns how many tasks and runs there are. */
  synchronized long size() {
    return (long) tasks.size + runs.size;
  }

  @Override
  public String epoch() {
    return "generated";
  }

  @Override
  public boolean continues(long seq) {
    return false; // each process generates another log
  }

  @Override
  public synchronized long last() {
    return log.size;
  }

  @Override
  public synchronized Optional<List<Change>> after(long seq, int limit) {
    var found = new ArrayList<Change>();
    for (int i = (int) seq; i < log.size && found.size() < limit; i++) {
      found.add(log.change(i));
    }
    return Optional.of(found);
  }

  @Override
  public synchronized Map<String, Stored<TaskSnapshot>> tasks(Collection<String> ids) {
    return stored(ids, tasks, this::storedTask);
  }

  @Override
  public synchronized Map<String, Stored<Workflow>> runs(Collection<String> ids) {
    return stored(ids, runs, this::storedRun);
  }

  private static <T> Map<String, Stored<T>> stored(
      Collection<String> ids, Table table, IntFunction<Stored<T>> stored) {
    var found = new HashMap<String, Stored<T>>();
    for (var id : ids) {
      int index = index(id);
      if (index < table.size) {
        found.put(id, stored.apply(index));
      }
    }
    return found;
  }

  private static int index(String id) {
    return Integer.parseInt(id, id.lastIndexOf('-') + 1, id.length(), 10);
  }

  private Stored<TaskSnapshot> storedTask(int index) {
    return new Stored<>(index + 1, items.task(index, tasks.versions[index], tasks.updated[index]));
  }

  private Stored<Workflow> storedRun(int index) {
    return new Stored<>(index + 1, items.run(index, runs.versions[index], runs.updated[index]));
  }

  @Override
  public synchronized Part<TaskSnapshot> tasks(long place, int limit) {
    return part(place, limit, tasks, this::storedTask);
  }

  @Override
  public synchronized Part<Workflow> runs(long place, int limit) {
    return part(place, limit, runs, this::storedRun);
  }

  @Override
  public Map<String, Stored<AuditEntry>> audits(Collection<String> ids) {
    return Map.of(); // nobody has changed anything
  }

  @Override
  public Part<AuditEntry> audits(long place, int limit) {
    return new Part<>(List.of(), OptionalLong.empty());
  }

  @Override
  public Instant auditSince() {
    return Instant.EPOCH;
  }

  private static <T> Part<T> part(
      long place, int limit, Table table, IntFunction<Stored<T>> stored) {
    var rows = new ArrayList<Stored<T>>();
    int end = (int) Math.min(table.size, place + limit);
    for (int i = (int) place; i < end; i++) {
      rows.add(stored.apply(i));
    }
    return new Part<>(rows, end < table.size ? OptionalLong.of(end) : OptionalLong.empty());
  }

  @Override
  public synchronized void add(Kind kind, String id) {
    log.add(kind, index(id), clock.millis());
    notifyAll();
  }

  @Override
  public synchronized void await(long seq, Duration atMost) throws InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    long left = atMost.toNanos();
    while (log.size <= seq && left > 0) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
      left = end - System.nanoTime();
    }
  }

  @Override
  public void readUpTo(long seq) {} // all entries are kept
}
