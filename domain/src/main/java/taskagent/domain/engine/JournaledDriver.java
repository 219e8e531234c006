package taskagent.domain.engine;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import taskagent.domain.port.Trace;
import taskagent.domain.run.Run;
import taskagent.domain.saga.Directive;
import taskagent.domain.saga.SagaDefect;
import taskagent.domain.saga.StepResult;

/**
 * Drives runs over their journals, for engines that have transactions. A drive answers from the
 * journal as far as that goes. Then it runs each step on an aggregate and appends the result, all
 * in one transaction. It parks the run at a call to the outside, or at a wait that is not over.
 */
public final class JournaledDriver {

  private final Kinds kinds;
  private final InstantSource clock;

  /** Creates a driver of runs of these kinds. */
  public JournaledDriver(Kinds kinds, InstantSource clock) {
    this.kinds = kinds;
    this.clock = clock;
  }

  /**
   * Drives a run as far as one transaction can, and saves its state.
   *
   * @param onAggregates runs steps on an aggregate, or starts and cancels child runs, in this
   *     transaction
   * @throws SagaDefect if the journal belongs to another saga
   */
  public Reached drive(
      Journal journal,
      Run run,
      Function<Directive.Run, List<StepResult>> onAggregates,
      Drive drive) {
    var steps = new Steps(onAggregates, drive.fromOutside());
    var runtime = new JournaledRuntime(journal, run.acceptedAt(), clock, drive.first(), steps);
    if (kinds.saga(run).hears()) {
      runtime.takeSignals();
    }
    if (kinds.saga(run).hasChildren()) {
      runtime.takeChildEnds();
    }
    var at = kinds.loop(run).drive(run.id().value(), runtime);
    runtime.checkDriven();
    var next = kinds.next(run, at.state());
    runtime.report(next.isPresent() ? at.state().goingOn() : at.state());
    return switch (at.directive()) {
      case Directive.Finish _ when next.isPresent() -> {
        journal.restart(next.get(), kinds.begin(next.get()));
        yield new Reached.Continued();
      }
      case Directive.Finish _ -> {
        journal.save(at.state(), new Journal.Next.Ends());
        yield new Reached.Ended(run, at.state());
      }
      case Directive.Wait(_, var until) -> {
        journal.save(at.state(), new Journal.Next.WakeAt(until));
        yield new Reached.Waiting();
      }
      case Directive.AwaitSignal(_, _, var until) -> {
        journal.save(at.state(), new Journal.Next.WakeAt(until));
        yield new Reached.Waiting();
      }
      case Directive.AwaitChildren _ -> {
        journal.save(at.state(), new Journal.Next.AwaitsChildren());
        yield new Reached.Waiting();
      }
      case Directive.Run _ when drive.permit().isEmpty() -> {
        journal.save(at.state(), new Journal.Next.Due(drive.interrupted()));
        yield new Reached.Waiting();
      }
      case Directive.Run directive -> {
        journal.save(at.state(), new Journal.Next.Calls());
        yield new Reached.Outside(
            run, directive, drive.interrupted(), Trace.here(), drive.permit().get());
      }
    };
  }

  /** The steps of one drive. The results of the call to the outside answer one directive only. */
  private static final class Steps implements JournaledRuntime.Steps {

    private final Function<Directive.Run, List<StepResult>> onAggregates;
    private Optional<List<StepResult>> fromOutside;

    Steps(
        Function<Directive.Run, List<StepResult>> onAggregates,
        Optional<List<StepResult>> fromOutside) {
      this.onAggregates = onAggregates;
      this.fromOutside = fromOutside;
    }

    @Override
    public Optional<List<StepResult>> run(Directive.Run directive) {
      return switch (directive.place()) {
        case AGGREGATE, CHILDREN -> Optional.of(onAggregates.apply(directive));
        case OUTSIDE -> {
          var results = fromOutside;
          fromOutside = Optional.empty();
          yield results;
        }
        case LOCAL -> throw new SagaDefect(directive.key() + " is for the saga's loop");
      };
    }
  }
}
