package taskagent.view;

import java.util.stream.Stream;
import taskagent.domain.audit.AuditKind;
import taskagent.domain.task.TaskStatus;
import taskagent.domain.view.RunState;

/** The numbers by which the view stores states, so that its indexes are small. */
final class Codes {

  private Codes() {}

  static int of(TaskStatus status) {
    return switch (status) {
      case PENDING -> 0;
      case ASSIGNED -> 1;
      case IN_PROGRESS -> 2;
      case OVERDUE -> 3;
      case COMPLETED -> 4;
      case CANCELLED -> 5;
    };
  }

  static int of(RunState state) {
    return switch (state) {
      case RUNNING -> 0;
      case COMPLETED -> 1;
      case REJECTED -> 2;
      case FAILED -> 3;
      case CANCELLED -> 4;
      case COMPENSATION_FAILED -> 5;
      case DEFECT -> 6;
    };
  }

  static int of(AuditKind kind) {
    return switch (kind) {
      case TASK -> 0;
      case WORKFLOW -> 1;
      case BULK -> 2;
      case USER -> 3;
      case DEAD_LETTER -> 4;
    };
  }

  static int of(Enum<?> state) {
    return switch (state) {
      case TaskStatus status -> of(status);
      case RunState run -> of(run);
      case AuditKind kind -> of(kind);
      default -> throw new IllegalArgumentException("no list has the state " + state);
    };
  }

  static TaskStatus taskStatus(int code) {
    return Stream.of(TaskStatus.values()).filter(s -> of(s) == code).findFirst().orElseThrow();
  }

  static RunState runState(int code) {
    return Stream.of(RunState.values()).filter(s -> of(s) == code).findFirst().orElseThrow();
  }

  static AuditKind auditKind(int code) {
    return Stream.of(AuditKind.values()).filter(k -> of(k) == code).findFirst().orElseThrow();
  }
}
