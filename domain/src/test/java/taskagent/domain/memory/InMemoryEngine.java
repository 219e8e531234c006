package taskagent.domain.memory;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;
import taskagent.domain.bulk.BulkKind;
import taskagent.domain.bulk.BulkSets;
import taskagent.domain.bulk.Bulks;
import taskagent.domain.bulk.RunBulks;
import taskagent.domain.contract.EngineUnderTest;
import taskagent.domain.contract.ManualClock;
import taskagent.domain.contract.OtherKinds;
import taskagent.domain.contract.ScriptedOutside;
import taskagent.domain.engine.Journal;
import taskagent.domain.engine.Kinds;
import taskagent.domain.engine.Runs;
import taskagent.domain.engine.TaskRuns;
import taskagent.domain.port.Activity;
import taskagent.domain.port.Conversations;
import taskagent.domain.port.Tasks;
import taskagent.domain.port.Workflows;
import taskagent.domain.processing.NotifyPolicy;
import taskagent.domain.run.Run;
import taskagent.domain.run.RunId;
import taskagent.domain.task.Task;
import taskagent.domain.task.TaskId;

/**
 * An in-memory engine. If its executor runs everything in the caller's thread, no work is in
 * progress when a method returns, and tests are deterministic.
 */
public final class InMemoryEngine implements EngineUnderTest {

  /** Small, so that a few tasks are several chunks. */
  private static final int BULK_CHUNK = 3;

  private final InMemoryStore store = new InMemoryStore();
  private final InMemoryBulkSets bulkSets = new InMemoryBulkSets();
  private final ScriptedOutside outside;
  private final ManualClock clock;
  private final Executor calls;
  private final UnaryOperator<Tasks> seenBySagas;
  private final UnaryOperator<Kinds> moreKinds;
  private volatile Parts parts;

  /** The parts that a process holds in memory and loses in a crash. */
  private record Parts(
      InMemoryTasks tasks,
      InMemoryConversations conversations,
      InMemoryDriver driver,
      Runs<InMemoryRun> runs,
      Workflows workflows,
      Bulks bulks) {}

  private InMemoryEngine(
      ScriptedOutside outside,
      ManualClock clock,
      Executor calls,
      UnaryOperator<Tasks> seenBySagas,
      UnaryOperator<Kinds> moreKinds) {
    this.outside = outside;
    this.clock = clock;
    this.calls = calls;
    this.seenBySagas = seenBySagas;
    this.moreKinds = moreKinds;
    this.parts = assemble();
  }

  /** Returns an engine that runs everything in the caller's thread. */
  public static InMemoryEngine inCallersThread(ScriptedOutside outside) {
    return inCallersThread(outside, UnaryOperator.identity());
  }

  /**
   * Returns an engine that runs everything in the caller's thread.
   *
   * @param seenBySagas wraps the tasks for sagas, to inject faults
   */
  public static InMemoryEngine inCallersThread(
      ScriptedOutside outside, UnaryOperator<Tasks> seenBySagas) {
    return new InMemoryEngine(
        outside, clockOf(outside), Runnable::run, seenBySagas, UnaryOperator.identity());
  }

  /** Returns an engine that runs everything in the caller's thread, with more kinds. */
  public static InMemoryEngine with(ScriptedOutside outside, UnaryOperator<Kinds> moreKinds) {
    return new InMemoryEngine(
        outside, clockOf(outside), Runnable::run, UnaryOperator.identity(), moreKinds);
  }

  /** Returns an engine that calls the outside on its own threads. */
  public static InMemoryEngine withThreads(ScriptedOutside outside) {
    return new InMemoryEngine(
        outside,
        clockOf(outside),
        Thread::startVirtualThread,
        UnaryOperator.identity(),
        UnaryOperator.identity());
  }

  private static ManualClock clockOf(ScriptedOutside outside) {
    if (outside.clock() instanceof ManualClock clock) {
      return clock;
    }
    throw new IllegalArgumentException("the in-memory engine needs a ManualClock");
  }

  private Parts assemble() {
    var outbox = new InMemoryOutbox(store, outside.publisher());
    var tasks = new InMemoryTasks(store, outbox, outside.clock());
    var kinds =
        moreKinds.apply(
            BulkKind.addTo(
                OtherKinds.addTo(
                    Kinds.ofTasks(new KeptInMemory<>(), outside.notifier()),
                    KeptInMemory.CODECS,
                    () -> outside),
                new KeptInMemory<>(),
                bulkSets,
                Activity.none()));
    var driver =
        new InMemoryDriver(store, kinds, seenBySagas.apply(tasks), outbox, outside.clock(), calls);
    var runs = new Runs<>(kinds, new InMemoryRuns(store, driver));
    return new Parts(
        tasks,
        new InMemoryConversations(store, outbox, outside.clock(), outside.responder()),
        driver,
        runs,
        new TaskRuns<>(runs, outside.clock(), NotifyPolicy.DEFAULT),
        new RunBulks(runs, bulkSets, outside.clock(), BULK_CHUNK));
  }

  @Override
  public Tasks tasks() {
    return parts.tasks();
  }

  @Override
  public Conversations conversations() {
    return parts.conversations();
  }

  @Override
  public Workflows workflows() {
    return parts.workflows();
  }

  @Override
  public Runs<?> runs() {
    return parts.runs();
  }

  @Override
  public Bulks bulks() {
    return parts.bulks();
  }

  @Override
  public BulkSets bulkSets() {
    return bulkSets;
  }

  @Override
  public void advance(Duration by) {
    clock.advance(by);
    takeDue();
  }

  @Override
  public void restart(Duration meanwhile) {
    parts.driver().stop();
    clock.advance(meanwhile);
    parts = assemble();
    parts.driver().recover();
    takeDue();
  }

  @Override
  public void close() {
    parts.driver().stop();
  }

  /** Returns the whole state of a task. */
  public Optional<Task> task(TaskId id) {
    synchronized (store) {
      return Optional.ofNullable(store.tasks.get(id));
    }
  }

  /** Returns the journal of a run. */
  public List<Journal.Entry> journal(RunId id) {
    synchronized (store) {
      return Optional.ofNullable(store.runs.get(id))
          .map(InMemoryJournal::entries)
          .orElse(List.of());
    }
  }

  /** Returns the latest generation of a run. */
  public Run generation(RunId id) {
    synchronized (store) {
      return Optional.ofNullable(store.runs.get(id)).orElseThrow().current;
    }
  }

  private void takeDue() {
    var now = parts;
    now.tasks().takeDue();
    while (now.driver().takeDue()) {
      now.tasks().takeDue();
    }
    now.tasks().publish();
  }
}
