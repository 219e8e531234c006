package taskagent.domain.memory;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import taskagent.domain.engine.KnownRun;
import taskagent.domain.run.Run;
import taskagent.domain.run.RunView;
import taskagent.domain.saga.SagaState;
import taskagent.domain.saga.Signal;

/** A row of the table of workflows, with its journal. */
final class InMemoryRun extends InMemoryJournal implements KnownRun {

  final Run run;
  final int number;
  Optional<Run> retriedAs = Optional.empty();
  boolean cancelRequested;
  final List<Signal> inbox = new ArrayList<>();
  Optional<SagaState> state = Optional.empty();

  /** The time at which the wait ends. */
  Optional<Instant> wakeAt = Optional.empty();

  Optional<String> defect = Optional.empty();

  InMemoryRun(Run run, int number) {
    super(List.of());
    this.run = run;
    this.number = number;
  }

  @Override
  public boolean cancelRequested() {
    return cancelRequested;
  }

  @Override
  public List<Signal> takeSignals() {
    var taken = List.copyOf(inbox);
    inbox.clear();
    return taken;
  }

  @Override
  public void save(SagaState reached, Next next) {
    state = Optional.of(reached);
    wakeAt = next instanceof Next.WakeAt(var until) ? Optional.of(until) : Optional.empty();
  }

  @Override
  public Run run() {
    return run;
  }

  @Override
  public int attempt() {
    return number;
  }

  @Override
  public Optional<Run> retriedAs() {
    return retriedAs;
  }

  @Override
  public RunView view() {
    return new RunView(run, state.orElseThrow(), defect, retriedAs.map(Run::id));
  }
}
