package taskagent.domain.memory;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;
import taskagent.domain.contract.EngineUnderTest;
import taskagent.domain.contract.ManualClock;
import taskagent.domain.contract.Outside;
import taskagent.domain.engine.StepExecutor;
import taskagent.domain.port.Conversations;
import taskagent.domain.port.Tasks;
import taskagent.domain.port.Workflows;
import taskagent.domain.processing.WorkflowId;
import taskagent.domain.task.Task;
import taskagent.domain.task.TaskId;

/**
 * An engine in memory. With an executor that runs everything in the caller's thread, nothing is
 * under way when a method returns, and tests are deterministic.
 */
public final class InMemoryEngine implements EngineUnderTest {

  private final Store store = new Store();
  private final Outside outside;
  private final ManualClock clock;
  private final Executor calls;
  private final UnaryOperator<Tasks> seenBySagas;
  private volatile Parts parts;

  /** What a process would hold in memory, and lose in a crash. */
  private record Parts(
      InMemoryTasks tasks,
      InMemoryConversations conversations,
      InMemoryDriver driver,
      InMemoryWorkflows workflows) {}

  private InMemoryEngine(
      Outside outside, ManualClock clock, Executor calls, UnaryOperator<Tasks> seenBySagas) {
    this.outside = outside;
    this.clock = clock;
    this.calls = calls;
    this.seenBySagas = seenBySagas;
    this.parts = assemble(store, outside, calls, seenBySagas);
  }

  /** An engine that does everything in the caller's thread. */
  public static InMemoryEngine inCallersThread(Outside outside) {
    return inCallersThread(outside, UnaryOperator.identity());
  }

  /**
   * An engine that does everything in the caller's thread.
   *
   * @param seenBySagas what sagas see of the tasks, to put faults in
   */
  public static InMemoryEngine inCallersThread(Outside outside, UnaryOperator<Tasks> seenBySagas) {
    return new InMemoryEngine(outside, clockOf(outside), Runnable::run, seenBySagas);
  }

  /** An engine that calls the outside on threads of its own. */
  public static InMemoryEngine withThreads(Outside outside) {
    return new InMemoryEngine(
        outside, clockOf(outside), Thread::startVirtualThread, UnaryOperator.identity());
  }

  private static ManualClock clockOf(Outside outside) {
    if (outside.clock() instanceof ManualClock clock) {
      return clock;
    }
    throw new IllegalArgumentException("an engine in memory goes by a clock that can be moved");
  }

  private static Parts assemble(
      Store store, Outside outside, Executor calls, UnaryOperator<Tasks> seenBySagas) {
    var outbox = new Outbox(store, outside.publisher());
    var tasks = new InMemoryTasks(store, outbox, outside.clock());
    var executor = new StepExecutor(seenBySagas.apply(tasks), outside.notifier());
    var driver = new InMemoryDriver(store, executor, outbox, outside.clock(), calls);
    return new Parts(
        tasks,
        new InMemoryConversations(store, outbox, outside.clock(), outside.responder()),
        driver,
        new InMemoryWorkflows(store, driver, outside.clock()));
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
  public void advance(Duration by) {
    clock.advance(by);
    takeDue();
  }

  @Override
  public void restart(Duration meanwhile) {
    parts.driver().stop();
    clock.advance(meanwhile);
    parts = assemble(store, outside, calls, seenBySagas);
    parts.driver().recover();
    takeDue();
  }

  @Override
  public void close() {
    parts.driver().stop();
  }

  /** All that a task remembers. */
  public Optional<Task> task(TaskId id) {
    synchronized (store) {
      return Optional.ofNullable(store.tasks.get(id));
    }
  }

  /** What a run was told so far, for a record of it. */
  public List<JournalEntry> journal(WorkflowId id) {
    synchronized (store) {
      return Optional.ofNullable(store.runs.get(id))
          .map(run -> List.copyOf(run.journal))
          .orElse(List.of());
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
