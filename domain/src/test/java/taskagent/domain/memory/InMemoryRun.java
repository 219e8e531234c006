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

  /** The generation that is driven now. */
  Run current;

  Optional<Run> retriedAs = Optional.empty();
  boolean cancelRequested;
  final List<Signal> inbox = new ArrayList<>();
  Optional<SagaState> state = Optional.empty();

  /** The run that started this one. */
  Optional<InMemoryRun> parent = Optional.empty();

  final List<ChildEnd> childEnds = new ArrayList<>();

  /** The time at which the wait ends. */
  Optional<Instant> wakeAt = Optional.empty();

  /** Whether a client has ended the wait. */
  boolean wokenEarly;

  Optional<String> defect = Optional.empty();

  InMemoryRun(Run run, int number) {
    super(List.of());
    this.run = run;
    this.current = run;
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
  public List<ChildEnd> takeChildEnds() {
    var taken = List.copyOf(childEnds);
    childEnds.clear();
    return taken;
  }

  @Override
  public boolean waitIsOver(Instant now) {
    return wokenEarly; // its clock is never set back
  }

  @Override
  public void save(SagaState reached, Next next) {
    wokenEarly = false;
    state = Optional.of(reached);
    wakeAt =
        switch (next) {
          case Next.WakeAt(var until) -> Optional.of(until);
          case Next.AwaitsChildren() -> Optional.of(Instant.MAX);
          case Next.Due _, Next.Calls _, Next.Ends _ -> Optional.empty();
        };
  }

  @Override
  public void restart(Run next, SagaState begun) {
    super.restart(next, begun);
    current = next;
    state = Optional.of(begun);
    wakeAt = Optional.empty(); // this thread goes on
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
    return new RunView(run, state.orElseThrow(), defect, retriedAs.map(Run::id))
        .startedBy(parent.map(InMemoryRun::run).map(Run::id));
  }
}
