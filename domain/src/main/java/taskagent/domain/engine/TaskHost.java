package taskagent.domain.engine;

import java.util.List;
import java.util.stream.Stream;
import taskagent.domain.port.Removed;
import taskagent.domain.port.Tasks;
import taskagent.domain.processing.TaskProcessing;
import taskagent.domain.processing.WorkflowRun;
import taskagent.domain.saga.StepCall.Mode;
import taskagent.domain.saga.Verdict;
import taskagent.domain.task.TaskAnswer;
import taskagent.domain.task.TaskCommand;
import taskagent.domain.task.TaskRefusal;

/** Runs the steps on the task of a run, consecutive ones in one turn of it. */
final class TaskHost implements Host<WorkflowRun, TaskCommand> {

  private final Tasks tasks;

  TaskHost(Tasks tasks) {
    this.tasks = tasks;
  }

  @Override
  public List<Verdict> run(List<Sent<WorkflowRun, TaskCommand>> sent) {
    var first = sent.getFirst().attempt();
    boolean undo = first.call().mode() == Mode.UNDO;
    var commands = sent.stream().map(Sent::command).toList();
    try {
      return run(first.input(), commands, undo).stream().map(TaskHost::verdict).toList();
    } catch (Removed e) {
      return undo
          // Nothing is left to compensate.
          ? commands.stream().<Verdict>map(_ -> new Verdict.Skipped(e.reason())).toList()
          : List.of(new Verdict.Refused(e.reason()));
    }
  }

  /**
   * If a compensation finds no task, the command that it compensates may still arrive from a
   * stalled host. The task must exist to remember the compensation, so that it refuses that late
   * command. Therefore this creates the task first (ADR 16).
   */
  private List<TaskAnswer> run(WorkflowRun run, List<TaskCommand> commands, boolean undo) {
    var task = run.request().taskId();
    var answers = tasks.run(task, commands);
    if (!undo || !(answers.getFirst() instanceof TaskAnswer.Refused(TaskRefusal.NotFound _))) {
      return answers;
    }
    var afterCreation =
        Stream.concat(Stream.of(TaskProcessing.creation(run)), commands.stream()).toList();
    return tasks.run(task, afterCreation).subList(1, afterCreation.size());
  }

  private static Verdict verdict(TaskAnswer answer) {
    return switch (answer) {
      case TaskAnswer.Accepted _ -> new Verdict.Done();
      case TaskAnswer.Skipped(_, var reason) -> new Verdict.Skipped(reason);
      case TaskAnswer.Refused(var refusal) -> new Verdict.Refused(refusal.reason());
    };
  }
}
