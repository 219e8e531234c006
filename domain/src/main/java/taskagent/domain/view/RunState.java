package taskagent.domain.view;

import java.util.Locale;
import taskagent.domain.processing.Workflow;
import taskagent.domain.saga.Outcome;

/** What has become of a run: it runs, it has an outcome, or a defect stopped it. */
public enum RunState {
  RUNNING,
  COMPLETED,
  REJECTED,
  FAILED,
  CANCELLED,
  COMPENSATION_FAILED,
  DEFECT;

  /** Returns the state of a run. */
  public static RunState of(Workflow run) {
    return switch (run.status()) {
      case RUNNING -> RUNNING;
      case FAILED -> DEFECT;
      case COMPLETED -> of(run.state().outcome().orElseThrow());
    };
  }

  /** Returns the state of a run in a list. */
  public static RunState of(RunSummary run) {
    return switch (run.status()) {
      case RUNNING -> RUNNING;
      case FAILED -> DEFECT;
      case COMPLETED -> of(run.result().orElseThrow().status());
    };
  }

  /** Returns the state with this outcome. */
  public static RunState of(Outcome outcome) {
    return switch (outcome) {
      case COMPLETED -> COMPLETED;
      case REJECTED -> REJECTED;
      case FAILED -> FAILED;
      case CANCELLED -> CANCELLED;
      case COMPENSATION_FAILED -> COMPENSATION_FAILED;
    };
  }

  /** Returns the name that clients see: the outcome if there is one. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the status that clients see. */
  public Workflow.Status status() {
    return switch (this) {
      case RUNNING -> Workflow.Status.RUNNING;
      case DEFECT -> Workflow.Status.FAILED;
      case COMPLETED, REJECTED, FAILED, CANCELLED, COMPENSATION_FAILED -> Workflow.Status.COMPLETED;
    };
  }
}
