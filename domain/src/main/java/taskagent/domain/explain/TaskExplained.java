package taskagent.domain.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import taskagent.domain.explain.Explanation.Action;
import taskagent.domain.explain.Explanation.Kind;
import taskagent.domain.explain.Explanation.WaitsFor;
import taskagent.domain.processing.TaskProcessing;
import taskagent.domain.processing.Workflow;
import taskagent.domain.saga.CurrentAction;
import taskagent.domain.saga.Outcome;
import taskagent.domain.task.TaskSnapshot;

/** Explains a task by its own status, when no run has to do with it any more. */
final class TaskExplained {

  private TaskExplained() {}

  static Explanation of(TaskSnapshot task, Optional<Workflow> run) {
    var who = task.assignee().map(Name::of).orElse("the assignee");
    return switch (task.status()) {
      case PENDING ->
          open(
              task,
              run,
              "Waiting for somebody to be assigned.",
              Kind.UNASSIGNED,
              WaitsFor.OPERATOR);
      case ASSIGNED ->
          open(task, run, "Waiting for " + who + " to start.", Kind.ASSIGNED, WaitsFor.ASSIGNEE);
      case IN_PROGRESS ->
          open(task, run, who + " is working on it.", Kind.IN_PROGRESS, WaitsFor.ASSIGNEE);
      case OVERDUE -> overdue(task, run);
      case COMPLETED -> closed(task, run, "It is completed.", Kind.COMPLETED);
      case CANCELLED -> closed(task, run, "It was cancelled.", Kind.CANCELLED);
    };
  }

  private static Explanation open(
      TaskSnapshot task, Optional<Workflow> run, String sentence, Kind kind, WaitsFor who) {
    return Explanation.of(sentence, kind, task.updatedAt(), actions(Optional.of(task), run))
        .until(task.deadline())
        .waitingFor(who);
  }

  private static Explanation overdue(TaskSnapshot task, Optional<Workflow> run) {
    var sentence =
        task.assignee()
            .map(who -> "The deadline passed before " + Name.of(who) + " completed it.")
            .orElse("The deadline passed, and nobody is assigned.");
    return Explanation.of(
            sentence,
            Kind.OVERDUE,
            task.deadline().orElse(task.updatedAt()),
            actions(Optional.of(task), run))
        .waitingFor(task.assignee().isPresent() ? WaitsFor.ASSIGNEE : WaitsFor.OPERATOR);
  }

  private static Explanation closed(
      TaskSnapshot task, Optional<Workflow> run, String sentence, Kind kind) {
    return Explanation.of(sentence, kind, task.updatedAt(), actions(Optional.of(task), run))
        .waitingFor(Optional.empty());
  }

  /** Returns what can be done now: what the task accepts (specification §2), and its run. */
  static List<Action> actions(Optional<TaskSnapshot> task, Optional<Workflow> run) {
    var actions = new ArrayList<Action>();
    task.map(TaskExplained::accepted).ifPresent(actions::addAll);
    run.map(TaskExplained::ofRun).ifPresent(actions::addAll);
    return actions;
  }

  private static List<Action> accepted(TaskSnapshot task) {
    return switch (task.status()) {
      case PENDING -> List.of(Action.ASSIGN, Action.CANCEL, Action.SET_DEADLINE);
      case ASSIGNED ->
          List.of(Action.START, Action.COMPLETE, Action.ASSIGN, Action.CANCEL, Action.SET_DEADLINE);
      case IN_PROGRESS -> List.of(Action.COMPLETE, Action.CANCEL, Action.SET_DEADLINE);
      case OVERDUE -> List.of(Action.COMPLETE, Action.ASSIGN, Action.CANCEL, Action.SET_DEADLINE);
      case COMPLETED, CANCELLED -> List.of();
    };
  }

  private static boolean awaitsAttempt(Workflow run) {
    return CurrentAction.of(TaskProcessing.saga(run.run()), run.state())
        instanceof CurrentAction.AwaitsAttempt;
  }

  private static List<Action> ofRun(Workflow run) {
    return switch (run.status()) {
      case RUNNING ->
          awaitsAttempt(run)
              ? List.of(Action.RETRY_NOW, Action.CANCEL_WORKFLOW)
              : List.of(Action.CANCEL_WORKFLOW);
      case FAILED -> List.of();
      case COMPLETED ->
          run.state().outcome().equals(Optional.of(Outcome.COMPLETED))
              ? List.of()
              : List.of(Action.RETRY_WORKFLOW);
    };
  }
}
