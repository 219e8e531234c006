package taskagent.domain.engine;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import taskagent.domain.port.Tasks;
import taskagent.domain.port.Unavailable;
import taskagent.domain.run.Parent;
import taskagent.domain.run.Run;
import taskagent.domain.run.RunId;
import taskagent.domain.run.UnknownRun;
import taskagent.domain.saga.Act;
import taskagent.domain.saga.Attempt;
import taskagent.domain.saga.Directive;
import taskagent.domain.saga.Place;
import taskagent.domain.saga.Plan;
import taskagent.domain.saga.Saga;
import taskagent.domain.saga.SagaDefect;
import taskagent.domain.saga.StepCall;
import taskagent.domain.saga.StepOutput;
import taskagent.domain.saga.StepResult;
import taskagent.domain.saga.Target;
import taskagent.domain.saga.Verdict;

/** Runs the steps of a saga on their targets, for every engine. */
public final class StepExecutor {

  private final Kinds kinds;
  private final Hosts hosts;
  private final ChildRuns children;

  /** Creates an executor of the steps of these kinds that start no children. */
  public StepExecutor(Kinds kinds, Tasks tasks) {
    this(kinds, tasks, ChildRuns.none());
  }

  /** Creates an executor of the steps of these kinds. */
  public StepExecutor(Kinds kinds, Tasks tasks, ChildRuns children) {
    this.kinds = kinds;
    this.children = children;
    this.hosts = kinds.hosts(tasks);
  }

  /**
   * Runs steps in their order, up to the first that does not succeed.
   *
   * @throws Unavailable if the engine cannot be reached
   */
  public List<StepResult> run(Directive.Run directive, Run run) {
    return run(directive, run, false);
  }

  /**
   * Runs steps in their order, up to the first that does not succeed.
   *
   * @param interrupted true if an earlier process may have made this call already, so that its
   *     answer is lost
   * @throws Unavailable if the engine cannot be reached
   * @throws SagaDefect if the saga has no such step, or the steps have different targets
   */
  public List<StepResult> run(Directive.Run directive, Run run, boolean interrupted) {
    if (run instanceof UnknownRun unknown) { // another process has issued the steps
      throw Unavailable.outOfReach(unknown.reason());
    }
    return run(kinds.saga(run), directive, run, interrupted);
  }

  /**
   * Returns the results of steps that the engine could not run, because it is unavailable. Those
   * that only decide need no engine.
   *
   * @param reason why it is unavailable
   */
  public List<StepResult> unavailable(
      Directive.Run directive, Run run, Instant now, String reason) {
    return run instanceof UnknownRun
        ? List.of(StepResult.unavailable(directive.calls().getFirst(), now, reason))
        : unavailable(kinds.saga(run), directive, run, now, reason);
  }

  private static <R extends Run> List<StepResult> unavailable(
      Saga<R> saga, Directive.Run directive, R run, Instant now, String reason) {
    var results = decided(saga, directive, run);
    left(directive, results).stream()
        .findFirst()
        .ifPresent(call -> results.add(StepResult.unavailable(call, now, reason)));
    return results;
  }

  private <R extends Run> List<StepResult> run(
      Saga<R> saga, Directive.Run directive, R run, boolean interrupted) {
    var results = decided(saga, directive, run);
    var left = left(directive, results);
    if (left.isEmpty()) {
      return results;
    }
    var outputs = new ArrayList<>(directive.outputs());
    results.forEach(result -> result.output().ifPresent(outputs::add));
    var attempts =
        left.stream().map(call -> new Attempt<>(run, call, outputs, interrupted)).toList();
    results.addAll(carriedOut(saga, directive.place(), attempts));
    return results;
  }

  /** Decides the steps with which a turn begins, up to the first that does not succeed. */
  private static <R extends Run> List<StepResult> decided(
      Saga<R> saga, Directive.Run directive, R run) {
    var results = new ArrayList<StepResult>();
    for (var call : directive.calls()) {
      if (!(saga.act(call) instanceof Act.Decide)) {
        break;
      }
      var result = saga.decide(call, run, run.decided());
      results.add(new StepResult(result.step(), limited(result.verdict())));
      if (!results.getLast().verdict().goesOn()) {
        break;
      }
    }
    return results;
  }

  /** Returns the calls that are still to be made. */
  private static List<StepCall> left(Directive.Run directive, List<StepResult> results) {
    boolean goesOn = results.stream().allMatch(result -> result.verdict().goesOn());
    return goesOn ? directive.calls().subList(results.size(), directive.calls().size()) : List.of();
  }

  private <R extends Run> List<StepResult> carriedOut(
      Saga<R> saga, Place place, List<Attempt<R>> attempts) {
    if (place == Place.CHILDREN) {
      return attempts.stream().map(attempt -> child(saga, attempt)).toList();
    }
    var first = attempts.getFirst();
    return switch (saga.act(first.call())) {
      case Act.Send<R, ?> send -> send(saga, send.target(), attempts);
      case Act.Grow<R>(var plans) ->
          List.of(new StepResult(first.step(), limited(plans.apply(first))));
      case Act.Decide<R> _, Act.Child<R> _, Act.Pause<R> _, Act.Hear<R> _ ->
          throw new SagaDefect(first.call().key() + " has no target");
    };
  }

  /** Starts or cancels the child of a step. */
  private <R extends Run> StepResult child(Saga<R> saga, Attempt<R> attempt) {
    var parent = new Parent(attempt.input().id(), attempt.keyOfStep());
    var step = attempt.step();
    if (attempt.call().mode() == StepCall.Mode.UNDO) {
      var child = attempt.output(step).orElseThrow(() -> new SagaDefect(step + " has no child"));
      children.cancel(new RunId(child), parent);
      return StepResult.done(step);
    }
    if (saga.step(attempt.call().definition()).act() instanceof Act.Child<R>(var make, _)
        && make.apply(attempt) instanceof Run child) {
      return children.start(child, parent)
          ? StepResult.done(step, child.id().value())
          : StepResult.refused(step, "another run has the id " + child.id() + " of the child");
    }
    throw new SagaDefect(attempt.key() + " makes no run");
  }

  private <I, C> List<StepResult> send(
      Saga<I> saga, Target<I, C> target, List<Attempt<I>> attempts) {
    var commands = new ArrayList<Host.Sent<I, C>>();
    for (var attempt : attempts) {
      commands.add(new Host.Sent<>(attempt, target.command(saga.act(attempt.call()), attempt)));
    }
    var verdicts = hosts.of(target).run(commands);
    var results = new ArrayList<StepResult>();
    for (int i = 0; i < verdicts.size(); i++) {
      results.add(new StepResult(attempts.get(i).call().step(), limited(verdicts.get(i))));
    }
    return results;
  }

  /** An output that is too long would be in the journal and in the input of each later step. */
  private static Verdict limited(Verdict verdict) {
    if (!(verdict instanceof Verdict.Done(var output, var plans))) {
      return verdict;
    }
    if (output.filter(text -> bytes(text) > StepOutput.BYTES_AT_MOST).isPresent()) {
      return tooLong("the output has", StepOutput.BYTES_AT_MOST);
    }
    return plans.stream().mapToInt(plan -> bytes(plan.input())).sum() > Plan.BYTES_AT_MOST
        ? tooLong("the inputs of the planned steps have", Plan.BYTES_AT_MOST)
        : verdict;
  }

  private static Verdict tooLong(String what, int most) {
    return new Verdict.Failed(what + " more than " + most + " bytes", false, false);
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
