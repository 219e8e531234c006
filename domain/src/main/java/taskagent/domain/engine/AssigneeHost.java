package taskagent.domain.engine;

import java.util.List;
import java.util.Optional;
import taskagent.domain.port.Notifier;
import taskagent.domain.port.Removed;
import taskagent.domain.port.Tasks;
import taskagent.domain.processing.Notification;
import taskagent.domain.processing.TaskProcessing;
import taskagent.domain.processing.WorkflowRun;
import taskagent.domain.saga.Verdict;

/**
 * Notifies the assignee of a run. It reads the task before each attempt, because the task may be
 * closed or have another assignee by now.
 */
final class AssigneeHost implements Host<WorkflowRun, Notification> {

  private final Tasks tasks;
  private final Notifier notifier;

  AssigneeHost(Tasks tasks, Notifier notifier) {
    this.tasks = tasks;
    this.notifier = notifier;
  }

  @Override
  public List<Verdict> run(List<Sent<WorkflowRun, Notification>> sent) {
    var first = sent.getFirst();
    return List.of(
        reasonNotToNotify(first.attempt().input())
            .<Verdict>map(Verdict.Skipped::new)
            .orElseGet(() -> verdict(notifier.notify(first.command()))));
  }

  private Optional<String> reasonNotToNotify(WorkflowRun run) {
    try {
      return TaskProcessing.reasonNotToNotify(tasks.find(run.request().taskId()), run);
    } catch (Removed e) {
      return Optional.of(e.reason());
    }
  }

  private static Verdict verdict(Notifier.Notified answer) {
    return switch (answer) {
      case Notifier.Sent _ -> new Verdict.Done();
      case Notifier.Failed(var why, var transientError, var unanswered) ->
          new Verdict.Failed(why, transientError, unanswered);
      case Notifier.NotNow(var tryAt, var why) -> new Verdict.NotNow(tryAt, why);
    };
  }
}
