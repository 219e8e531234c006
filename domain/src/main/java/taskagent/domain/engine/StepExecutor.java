package taskagent.domain.engine;

import java.util.ArrayList;
import java.util.List;
import taskagent.domain.port.Tasks;
import taskagent.domain.port.Unavailable;
import taskagent.domain.run.Run;
import taskagent.domain.saga.Act;
import taskagent.domain.saga.Attempt;
import taskagent.domain.saga.Saga;
import taskagent.domain.saga.SagaDefect;
import taskagent.domain.saga.StepCall;
import taskagent.domain.saga.StepResult;
import taskagent.domain.saga.Target;

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
   * @param calls the steps of one directive
   * @throws Unavailable if the engine cannot be reached
   */
  public List<StepResult> run(List<StepCall> calls, Run run) {
    return run(calls, run, false);
  }

  /**
   * Runs steps in their order, up to the first that does not succeed.
   *
   * @param calls the steps of one directive
   * @param interrupted true if an earlier process may have made this call already, so that its
   *     answer is lost
   * @throws Unavailable if the engine cannot be reached
   * @throws SagaDefect if the saga has no such step, or the steps have different targets
   */
  public List<StepResult> run(List<StepCall> calls, Run run, boolean interrupted) {
    return run(kinds.saga(run), calls, run, interrupted);
  }

  private <R extends Run> List<StepResult> run(
      Saga<R> saga, List<StepCall> calls, R run, boolean interrupted) {
    var attempts = calls.stream().map(call -> new Attempt<>(run, call, interrupted)).toList();
    return switch (saga.act(calls.getFirst())) {
      case Act.Send<R, ?> send -> send(saga, send.target(), attempts);
      case Act.Decide<R> _ -> throw new SagaDefect(calls.getFirst().key() + " has no target");
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
      results.add(new StepResult(attempts.get(i).call().step(), verdicts.get(i)));
    }
    return results;
  }
}
