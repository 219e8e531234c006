package taskagent.http;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import taskagent.domain.audit.AuditEntry;
import taskagent.domain.audit.AuditKind;
import taskagent.domain.port.Unavailable;
import taskagent.domain.task.TaskId;
import taskagent.domain.task.TaskSnapshot;
import taskagent.domain.task.TaskStatus;
import taskagent.domain.view.Feed;
import taskagent.domain.view.Filter;
import taskagent.domain.view.Lists;
import taskagent.domain.view.Lists.AsOf;
import taskagent.domain.view.Matches;
import taskagent.domain.view.RunState;
import taskagent.domain.view.RunSummary;

/** Lists that have nothing but their changes. */
public final class MemoryFeed implements Lists, Feed {

  /** How many entries are kept. */
  private final int kept;

  private final List<Entry> entries = new ArrayList<>();
  private final List<TaskSnapshot> tasks = new ArrayList<>();
  private boolean building;
  private int reads;

  public MemoryFeed(int kept) {
    this.kept = kept;
  }

  static TaskSnapshot task(String id, TaskStatus status, String description) {
    return new TaskSnapshot(
        new TaskId(id),
        "Title of " + id,
        description,
        status,
        Optional.of("ada"),
        Optional.empty(),
        Instant.EPOCH,
        Instant.EPOCH,
        1);
  }

  public synchronized void save(String id, TaskStatus status) {
    save(task(id, status, "What is to be done"));
  }

  synchronized void save(TaskSnapshot task) {
    var before = tasks.stream().filter(old -> old.id().equals(task.id())).findFirst();
    tasks.removeIf(old -> old.id().equals(task.id()));
    tasks.add(task);
    add(new TaskEntry(entries.size() + 1, task.id(), before, Optional.of(task)));
  }

  synchronized void save(RunSummary run) {
    add(new RunEntry(entries.size() + 1, run.id(), Optional.empty(), Optional.of(run)));
  }

  private void add(Entry entry) {
    entries.add(entry);
    notifyAll();
  }

  synchronized void building(boolean now) {
    building = now;
  }

  /** Returns how often a reader asked for what follows. */
  synchronized int reads() {
    return reads;
  }

  @Override
  public Page<AuditEntry> audit(Query<AuditKind> query) {
    throw new UnsupportedOperationException("only the changes are needed");
  }

  @Override
  public synchronized AsOf asOf() {
    if (building) {
      throw Unavailable.outOfReach("the lists are being built");
    }
    return new AsOf(new Position("e-1", entries.size()), 20);
  }

  @Override
  public synchronized boolean continues(Position position) {
    return position.epoch().equals("e-1")
        && position.seq() >= entries.size() - kept
        && position.seq() <= entries.size();
  }

  @Override
  public synchronized Optional<Part> after(Position position, int limit, Duration atMost)
      throws InterruptedException {
    reads++;
    long end = System.nanoTime() + atMost.toNanos();
    while (entries.size() <= position.seq() && System.nanoTime() < end) {
      wait(Math.max(1, (end - System.nanoTime()) / 1_000_000));
    }
    if (!continues(position)) {
      return Optional.empty();
    }
    int from = Math.toIntExact(position.seq());
    int to = Math.min(entries.size(), from + limit);
    return Optional.of(new Part(entries.subList(from, to), new Position("e-1", to)));
  }

  @Override
  public synchronized Optional<String> assignee(TaskId task) {
    return tasks.stream()
        .filter(known -> known.id().equals(task))
        .findFirst()
        .flatMap(TaskSnapshot::assignee);
  }

  @Override
  public synchronized Optional<List<Count<TaskStatus>>> countTasks(Filter<TaskStatus> filter) {
    return Optional.of(
        filter.states().stream()
            .map(
                state ->
                    new Count<>(
                        state,
                        tasks.stream()
                            .filter(task -> task.status() == state && Matches.task(filter, task))
                            .count()))
            .toList());
  }

  @Override
  public Optional<List<Count<RunState>>> countRuns(Filter<RunState> filter) {
    return Optional.empty();
  }

  @Override
  public Page<TaskSnapshot> tasks(Query<TaskStatus> query) {
    throw new UnsupportedOperationException("only changes are needed");
  }

  @Override
  public Page<RunSummary> runs(Query<RunState> query) {
    throw new UnsupportedOperationException("only changes are needed");
  }

  @Override
  public Feed feed() {
    return this;
  }
}
