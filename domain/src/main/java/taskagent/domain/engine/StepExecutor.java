package taskagent.domain.engine;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import taskagent.domain.port.Tasks;
import taskagent.domain.port.Unavailable;
import taskagent.domain.run.Run;
import taskagent.domain.run.UnknownRun;
import taskagent.domain.saga.Act;
import taskagent.domain.saga.Attempt;
import taskagent.domain.saga.Directive;
import taskagent.domain.saga.Saga;
import taskagent.domain.saga.SagaDefect;
import taskagent.domain.saga.StepOutput;
import taskagent.domain.saga.StepResult;
import taskagent.domain.saga.Target;
import taskagent.domain.saga.Verdict;

/** Runs the steps of a saga on their targets, for every engine. */
public final class StepExecutor {

  private final Kinds kinds;
  private final Hosts hosts;

  /** Creates an executor of the steps of these kinds. */
  public StepExecutor(Kinds kinds, Tasks tasks) {
    this.kinds = kinds;
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

  private <R extends Run> List<StepResult> run(
      Saga<R> saga, Directive.Run directive, R run, boolean interrupted) {
    var calls = directive.calls();
    var attempts =
        calls.stream()
            .map(call -> new Attempt<>(run, call, directive.outputs(), interrupted))
            .toList();
    return switch (saga.act(calls.getFirst())) {
      case Act.Send<R, ?> send -> send(saga, send.target(), attempts);
      case Act.Decide<R> _, Act.Pause<R> _, Act.Hear<R> _ ->
          throw new SagaDefect(calls.getFirst().key() + " has no target");
    };
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
    return verdict instanceof Verdict.Done(var output)
            && output.filter(text -> bytes(text) > StepOutput.BYTES_AT_MOST).isPresent()
        ? new Verdict.Failed(
            "the output has more than " + StepOutput.BYTES_AT_MOST + " bytes", false, false)
        : verdict;
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
