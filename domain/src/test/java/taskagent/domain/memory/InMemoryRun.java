package taskagent.domain.memory;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import taskagent.domain.engine.KnownRun;
import taskagent.domain.processing.Workflow;
import taskagent.domain.processing.WorkflowRun;
import taskagent.domain.saga.SagaState;

/** A row of the table of workflows, with its journal. */
final class InMemoryRun extends InMemoryJournal implements KnownRun {

  final WorkflowRun run;
  final int number;
  Optional<WorkflowRun> retriedAs = Optional.empty();
  boolean cancelRequested;
  Optional<SagaState> state = Optional.empty();

  /** The time at which the wait ends. */
  Optional<Instant> wakeAt = Optional.empty();

  Optional<String> defect = Optional.empty();

  InMemoryRun(WorkflowRun run, int number) {
    super(List.of());
    this.run = run;
    this.number = number;
  }

  @Override
  public boolean cancelRequested() {
    return cancelRequested;
  }

  @Override
  public void save(SagaState reached, Next next) {
    state = Optional.of(reached);
    wakeAt = next instanceof Next.WakeAt(var until) ? Optional.of(until) : Optional.empty();
  }

  @Override
  public WorkflowRun run() {
    return run;
  }

  @Override
  public int attempt() {
    return number;
  }

  @Override
  public Optional<WorkflowRun> retriedAs() {
    return retriedAs;
  }

  @Override
  public Workflow workflow() {
    return new Workflow(run, state.orElseThrow(), defect, retriedAs.map(WorkflowRun::id));
  }
}
