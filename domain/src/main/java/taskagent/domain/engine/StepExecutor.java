package taskagent.domain.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import taskagent.domain.port.Notifier;
import taskagent.domain.port.Removed;
import taskagent.domain.port.Tasks;
import taskagent.domain.port.Unavailable;
import taskagent.domain.processing.TaskProcessing;
import taskagent.domain.processing.WorkflowRun;
import taskagent.domain.saga.Saga.Place;
import taskagent.domain.saga.StepCall;
import taskagent.domain.saga.StepCall.Mode;
import taskagent.domain.saga.StepResult;
import taskagent.domain.task.TaskAnswer;
import taskagent.domain.task.TaskCommand;
import taskagent.domain.task.TaskRefusal;

/** Runs the steps of the task saga on the ports, for every engine. */
public final class StepExecutor {

  private final Tasks tasks;
  private final Notifier notifier;

  /** Creates an executor that uses these ports. */
  public StepExecutor(Tasks tasks, Notifier notifier) {
    this.tasks = tasks;
    this.notifier = notifier;
  }

  /**
   * Runs steps in their order, up to the first that does not succeed.
   *
   * @param calls the steps, all with the same place
   * @throws Unavailable if the engine cannot be reached
   */
  public List<StepResult> run(List<StepCall> calls, WorkflowRun run) {
    return run(calls, run, false);
  }

  /**
   * Runs steps in their order, up to the first that does not succeed.
   *
   * @param calls the steps, all with the same place
   * @param interrupted true if an earlier process may have made this call already, so that its
   *     answer is lost
   * @throws Unavailable if the engine cannot be reached
   */
  public List<StepResult> run(List<StepCall> calls, WorkflowRun run, boolean interrupted) {
    return calls.getFirst().place() == Place.AGGREGATE
        ? onTask(calls, run)
        : List.of(notify(calls.getFirst(), run, interrupted));
  }

  private List<StepResult> onTask(List<StepCall> calls, WorkflowRun run) {
    try {
      return onPresentTask(calls, run);
    } catch (Removed e) {
      return onRemovedTask(calls, e.reason());
    }
  }

  /** Nothing is left to compensate, and nothing else can be done any more. */
  private static List<StepResult> onRemovedTask(List<StepCall> calls, String reason) {
    return calls.getFirst().mode() == Mode.UNDO
        ? calls.stream()
            .<StepResult>map(call -> new StepResult.Skipped(call.step(), reason))
            .toList()
        : List.of(new StepResult.Refused(calls.getFirst().step(), reason));
  }

  private List<StepResult> onPresentTask(List<StepCall> calls, WorkflowRun run) {
    var task = run.request().taskId();
    var commands = calls.stream().map(call -> TaskProcessing.command(call, run)).toList();
    var answers = tasks.run(task, commands);
    if (missing(calls, answers)) {
      answers = tasks.run(task, afterCreation(commands, run)).subList(1, commands.size() + 1);
    }
    var results = new ArrayList<StepResult>();
    for (int i = 0; i < answers.size(); i++) {
      results.add(TaskProcessing.result(calls.get(i), answers.get(i)));
    }
    return results;
  }

  /**
   * Returns true if a compensation found no task. The command that it compensates may still arrive
   * from a stalled host. The task must exist to remember the compensation, so that it refuses that
   * late command. Therefore the executor creates the task first.
   */
  private static boolean missing(List<StepCall> calls, List<TaskAnswer> answers) {
    return calls.getFirst().mode() == Mode.UNDO
        && answers.getFirst() instanceof TaskAnswer.Refused(TaskRefusal.NotFound _);
  }

  private static List<TaskCommand> afterCreation(List<TaskCommand> commands, WorkflowRun run) {
    return Stream.concat(Stream.of(TaskProcessing.creation(run)), commands.stream()).toList();
  }

  /** Reads the task first, because it may be closed or have another assignee by now. */
  private StepResult notify(StepCall call, WorkflowRun run, boolean interrupted) {
    return reasonNotToNotify(run)
        .<StepResult>map(reason -> new StepResult.Skipped(call.step(), reason))
        .orElseGet(() -> send(call, run, interrupted));
  }

  private Optional<String> reasonNotToNotify(WorkflowRun run) {
    try {
      return TaskProcessing.reasonNotToNotify(tasks.find(run.request().taskId()), run);
    } catch (Removed e) {
      return Optional.of(e.reason());
    }
  }

  private StepResult send(StepCall call, WorkflowRun run, boolean interrupted) {
    return switch (notifier.notify(TaskProcessing.notification(call, run, interrupted))) {
      case Notifier.Sent _ -> new StepResult.Done(call.step());
      case Notifier.Failed(String why, boolean transientError, boolean unanswered) ->
          new StepResult.Failed(call.step(), why, transientError, unanswered);
      case Notifier.NotNow(Instant tryAt, String why) ->
          new StepResult.NotNow(call.step(), tryAt, why);
    };
  }
}
