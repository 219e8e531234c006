package taskagent.domain.memory;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import taskagent.domain.engine.KnownRun;
import taskagent.domain.processing.Workflow;
import taskagent.domain.processing.WorkflowRun;
import taskagent.domain.saga.SagaState;

/** A row of the table of workflows, with its journal. */
final class InMemoryRun implements KnownRun {

  final WorkflowRun run;
  final int number;
  final List<JournalEntry> journal = new ArrayList<>();
  Optional<WorkflowRun> retriedAs = Optional.empty();
  boolean cancelRequested;
  Optional<SagaState> state = Optional.empty();

  /** The time at which the wait ends. */
  Optional<Instant> wakeAt = Optional.empty();

  Optional<String> defect = Optional.empty();

  InMemoryRun(WorkflowRun run, int number) {
    this.run = run;
    this.number = number;
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
