package taskagent.domain.saga;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import taskagent.domain.saga.SagaInput.CancelRequested;
import taskagent.domain.saga.SagaInput.ChildEnded;
import taskagent.domain.saga.SagaInput.Ran;
import taskagent.domain.saga.SagaInput.Signalled;
import taskagent.domain.saga.SagaInput.Woke;
import taskagent.domain.saga.SagaState.Cause;
import taskagent.domain.saga.SagaState.Phase;
import taskagent.domain.saga.StepCall.Mode;
import taskagent.domain.saga.StepState.Status;

/**
 * The state machine of a saga, and the only code that decides what a saga does (specification §4).
 * It maps a state and an input to a new state and one directive. It is pure: no clock, thread,
 * random number or I/O.
 *
 * <p>In the forward phase, the machine issues the steps in their order; it issues consecutive steps
 * on the same aggregate together. If a step fails for good, or a client cancels, the machine
 * compensates every step that was ever issued, in reverse order.
 */
public final class SagaMachine {

  /** How long {@link Verdict.NotNow} can postpone a step in total. */
  public static final Duration PUT_OFF_AT_MOST = Duration.ofMinutes(10);

  /** The minimum of each postponement, so that a saga ends after a bounded number of inputs. */
  public static final Duration PUT_OFF_AT_LEAST = Duration.ofSeconds(1);

  private final Saga<?> saga;
  private final Judge judge;
  private final Children children;

  /** Creates a machine for one kind of saga. */
  public SagaMachine(Saga<?> saga) {
    this.saga = saga;
    this.judge = new Judge(saga);
    this.children = new Children(saga);
  }

  /** A state and its directive. */
  public record Transition(SagaState state, Directive directive) {}

  /** Starts a saga. */
  public Transition start(String workflowId, Instant now) {
    return start(workflowId, Generation.FIRST, now);
  }

  /** Starts a generation of a saga. */
  public Transition start(String workflowId, Generation generation, Instant now) {
    var steps =
        saga.steps().stream()
            .filter(step -> !step.template())
            .map(step -> StepState.pending(step.name()))
            .toList();
    return issue(SagaState.begin(workflowId, generation, steps, now));
  }

  /**
   * Applies an input to a state.
   *
   * @throws SagaDefect if the input is the result of a step that was not issued
   */
  public Transition on(SagaState state, SagaInput input) {
    if (state.ended()) { // the next generation hears a signal that came together with the end
      return input instanceof Signalled(var signal, _) ? signalled(state, signal) : at(state);
    }
    var now = state.at(input.at());
    return switch (input) {
      case Ran ran -> ran(now, ran);
      case Woke woke -> woke(now, woke);
      case Signalled(var signal, _) -> signalled(now, signal);
      case ChildEnded ended -> childEnded(now, ended);
      case CancelRequested _ -> cancel(now);
    };
  }

  /** Returns the directive of a state. */
  public Directive directive(SagaState state) {
    if (state.outcome().isPresent()) {
      return new Directive.Finish(state.outcome().get());
    }
    var calls = new ArrayList<StepCall>();
    var place = Place.LOCAL;
    for (int i : order(state)) {
      var step = state.steps().get(i);
      if (step.inFlight()) {
        calls.add(call(state, i));
        place = step.alive() ? Place.CHILDREN : act(state, i).place();
      } else if (step.wakeAt().isPresent()) {
        return wait(state, i, step.wakeAt().get());
      }
    }
    return calls.isEmpty()
        ? new Directive.AwaitChildren(state.children())
        : new Directive.Run(place, calls, state.outputs());
  }

  private Directive wait(SagaState state, int index, Instant until) {
    var step = state.steps().get(index).name();
    return forward(state) && act(state, index) instanceof Act.Hear<?>(var signal, _, _)
        ? new Directive.AwaitSignal(step, signal, until)
        : new Directive.Wait(step, until);
  }

  private StepCall call(SagaState state, int index) {
    var step = state.steps().get(index);
    return new StepCall(
        state.base(),
        step.name(),
        mode(state),
        forward(state) ? step.attempts() : step.undoAttempts(),
        step.unanswered(),
        step.template(),
        step.planned());
  }

  private Transition at(SagaState state) {
    return new Transition(state, directive(state));
  }

  private static boolean forward(SagaState state) {
    return state.phase() == Phase.FORWARD;
  }

  private static Mode mode(SagaState state) {
    return forward(state) ? Mode.DO : Mode.UNDO;
  }

  private Act<?> act(SagaState state, int index) {
    return definition(state, index).act(mode(state));
  }

  private Step<?> definition(SagaState state, int index) {
    return saga.step(state.steps().get(index).definition());
  }

  /** Returns the indexes of the steps in the order in which this phase issues them. */
  private static int[] order(SagaState state) {
    int size = state.steps().size();
    return IntStream.range(0, size).map(i -> forward(state) ? i : size - 1 - i).toArray();
  }

  // ---------------------------------------------------------------- issuing

  /** Issues the next open step, and the open steps after it on the same aggregate. */
  private Transition issue(SagaState state) {
    if (!forward(state) && Children.alive(state)) {
      return at(state); // they compensate first
    }
    IntPredicate open = i -> forward(state) ? open(state, i) : undoOpen(state, i);
    var candidates = IntStream.of(order(state)).filter(open).toArray();
    if (candidates.length == 0) {
      return end(state);
    }
    if (forward(state)) {
      switch (act(state, candidates[0])) {
        case Act.Pause<?>(var length) -> {
          return at(waiting(state, candidates[0], length));
        }
        case Act.Hear<?>(var signal, var atMost, _) -> {
          return state
              .unheard(signal)
              .map(known -> heard(state, candidates[0], known))
              .orElseGet(() -> at(waiting(state, candidates[0], atMost)));
        }
        case Act.Child<?>(_, int atOnce) -> {
          return at(children.start(state, candidates, atOnce));
        }
        case Act.Decide<?> _, Act.Grow<?> _, Act.Send<?, ?> _ -> {}
      }
    }
    var next = state;
    int last = candidates[0];
    for (int i : candidates) {
      if (i != last && !Turn.has(act(state, last), act(state, i), onlyDecided(state, i))) {
        break;
      }
      last = i;
      var step = state.steps().get(i);
      next = next.with(i, forward(state) ? step.issued() : step.undoIssued());
      if (forward(state) && definition(state, i).grows()) {
        break; // what it plans comes before what stands behind it
      }
    }
    return at(next);
  }

  private static SagaState waiting(SagaState state, int index, Duration length) {
    var until = state.updatedAt().plus(Judge.wholeMillis(length));
    return state.with(index, state.steps().get(index).issued().until(until));
  }

  private Transition heard(SagaState state, int index, Signal signal) {
    var step = state.steps().get(index);
    var issued = step.status() == Status.PENDING ? step.issued() : step;
    return issue(state.without(signal).with(index, issued.done(Optional.of(signal.payload()))));
  }

  private boolean onlyDecided(SagaState state, int before) {
    return IntStream.range(0, before)
        .allMatch(i -> definition(state, i).act() instanceof Act.Decide);
  }

  private static boolean open(SagaState state, int index) {
    var status = state.steps().get(index).status();
    // Here a step has failed only if it is optional, because otherwise the saga compensates.
    return status != Status.DONE && status != Status.SKIPPED && status != Status.FAILED;
  }

  private static boolean undoOpen(SagaState state, int index) {
    return switch (state.steps().get(index).status()) {
      case UNDO_PENDING, UNDO_WAITING, UNDO_PUT_OFF -> true;
      case PENDING, RUNNING, STARTED, WAITING, PUT_OFF, DONE, SKIPPED, FAILED, REFUSED -> false;
      case TO_CANCEL, CANCELLING, UNDOING, UNDONE, UNDO_SKIPPED, UNDO_FAILED -> false;
    };
  }

  private Transition end(SagaState state) {
    boolean parked = state.steps().stream().anyMatch(s -> s.status() == Status.UNDO_FAILED);
    var undone = state.cause().map(Cause::outcome).orElse(Outcome.COMPLETED);
    return at(state.with(Phase.ENDED).with(parked ? Outcome.COMPENSATION_FAILED : undone));
  }

  // ---------------------------------------------------------------- inputs

  private Transition cancel(SagaState state) {
    if (!forward(state)) {
      return at(state.cancelling()); // the saga compensates already
    }
    boolean inFlight = state.steps().stream().anyMatch(StepState::inFlight);
    // Waits for a step in flight, because its result decides what must be compensated.
    return inFlight ? at(state.cancelling()) : giveUp(state.cancelling(), cancelled());
  }

  private Transition woke(SagaState state, Woke woke) {
    if (state.waitsUntil().filter(until -> !woke.at().isBefore(until)).isEmpty()) {
      return at(state); // too early, or the wait is over already
    }
    int waits = indexOfWait(state);
    var step = state.steps().get(waits);
    if (step.status() != Status.RUNNING) {
      return issue(state); // the next attempt
    }
    if (act(state, waits) instanceof Act.Hear<?>(var signal, _, boolean required) && required) {
      var failed = step.error("no signal " + signal + " came in time").to(Status.FAILED);
      var why = failed.name() + ": " + failed.lastError().orElse("failed");
      return giveUp(state.with(waits, failed), new Cause(Outcome.FAILED, why));
    }
    return issue(state.with(waits, step.done(Optional.empty())));
  }

  private static int indexOfWait(SagaState state) {
    return IntStream.range(0, state.steps().size())
        .filter(i -> state.steps().get(i).wakeAt().isPresent())
        .findFirst()
        .orElseThrow();
  }

  /** A signal is kept until a step hears it. The same one again changes nothing. */
  private Transition signalled(SagaState state, Signal signal) {
    if (state.seen().contains(signal.id())) {
      return at(state);
    }
    var next = state.add(signal);
    return directive(state) instanceof Directive.AwaitSignal awaited
            && awaited.signal().equals(signal.name())
        ? heard(next, indexOfWait(next), signal)
        : at(next);
  }

  private Transition childEnded(SagaState state, ChildEnded end) {
    var change = children.ended(state, end);
    if (change.isEmpty()) {
      return at(state);
    }
    var next = state.with(change.get().index(), change.get().step());
    return change
        .get()
        .cause()
        .map(cause -> giveUp(next, cause))
        .orElseGet(() -> next.waitsUntil().isPresent() ? at(next) : issue(next));
  }

  private Transition ran(SagaState state, Ran ran) {
    if (ran.results().isEmpty()) {
      throw new SagaDefect(state.workflowId() + " received a run without results");
    }
    var next = state;
    var results = ran.results().iterator();
    var stop = Optional.<Judge.Judged>empty();
    var plans = List.<Plan>of();
    boolean rejected = false; // by a decision, so that nothing behind it was sent
    int last = 0;
    for (int i : order(state)) {
      var step = state.steps().get(i);
      if (!step.inFlight()) {
        continue;
      }
      if (step.alive() && !results.hasNext()) {
        continue; // its cancellation is issued again
      }
      if (stop.isPresent() || !results.hasNext()) {
        var open = forward(state) ? Status.PENDING : Status.UNDO_PENDING;
        next = next.with(i, rejected ? step.notIssued() : step.notTried(open));
        continue;
      }
      var result = results.next();
      if (!result.step().equals(step.name())) {
        throw new SagaDefect(
            state.workflowId()
                + " issued "
                + step.name()
                + " but received a result of "
                + result.step());
      }
      var judged = judge.judge(state, step, result.verdict(), ran.at());
      next = next.with(i, judged.step());
      stop =
          Optional.of(judged).filter(_ -> judged.cause().isPresent() || !result.verdict().goesOn());
      rejected = judged.rejects() && definition(state, i).act() instanceof Act.Decide;
      plans = judged.plans();
      last = i;
    }
    if (results.hasNext()) {
      throw new SagaDefect(
          state.workflowId()
              + " received a result of "
              + results.next().step()
              + ", which it did not issue");
    }
    return afterwards(next.grown(last, plans), stop);
  }

  private Transition afterwards(SagaState state, Optional<Judge.Judged> stop) {
    if (!forward(state)) {
      return waits(stop) ? at(state) : issue(state);
    }
    if (state.cancelRequested()) {
      return giveUp(state, cancelled());
    }
    return stop.flatMap(Judge.Judged::cause)
        .map(cause -> giveUp(state, cause))
        .orElseGet(() -> waits(stop) ? at(state) : issue(state));
  }

  private static boolean waits(Optional<Judge.Judged> stop) {
    return stop.filter(Judge.Judged::waits).isPresent();
  }

  private static Cause cancelled() {
    return new Cause(Outcome.CANCELLED, "cancelled on request");
  }

  private Transition giveUp(SagaState state, Cause cause) {
    var next = state.with(cause).with(Phase.COMPENSATING);
    for (int i = 0; i < next.steps().size(); i++) {
      var step = next.steps().get(i);
      if (children.starts(step)) {
        next = next.with(i, children.givenUp(step));
      } else if (step.owed() && definition(next, i).compensation().isPresent()) {
        next = next.with(i, step.toBeUndone());
      } else if (step.wakeAt().isPresent()) { // it was waiting
        boolean onlyWaited = step.status() == Status.RUNNING;
        next = next.with(i, onlyWaited ? step.notTried(Status.PENDING) : step.to(Status.FAILED));
      }
    }
    return issue(next);
  }
}
