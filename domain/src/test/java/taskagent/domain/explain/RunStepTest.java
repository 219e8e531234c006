package taskagent.domain.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import taskagent.domain.processing.TaskRequest;
import taskagent.domain.processing.Workflow;
import taskagent.domain.processing.WorkflowId;
import taskagent.domain.processing.WorkflowRun;
import taskagent.domain.saga.Outcome;
import taskagent.domain.saga.SagaState;
import taskagent.domain.saga.SagaState.Cause;
import taskagent.domain.saga.SagaState.Phase;
import taskagent.domain.saga.StepState;
import taskagent.domain.saga.StepState.Status;
import taskagent.domain.task.TaskId;

final class RunStepTest {

  private static final TaskId TASK = new TaskId("t1");

  private static Optional<RunStep> of(Phase phase, String cause, StepState... steps) {
    var id = WorkflowId.of(TASK);
    var why = cause.isEmpty() ? Optional.<Cause>empty() : Optional.of(cause(cause));
    var state =
        new SagaState(
            id.value(),
            phase,
            List.of(steps),
            why,
            false,
            phase == Phase.ENDED ? Optional.of(Outcome.FAILED) : Optional.empty(),
            Instant.EPOCH,
            Instant.EPOCH);
    var request = new TaskRequest(TASK, "A title", "A description", "ada", 60);
    return RunStep.of(
        new Workflow(WorkflowRun.accepted(id, request, Instant.EPOCH), state, Optional.empty()));
  }

  private static Cause cause(String reason) {
    return new Cause(Outcome.FAILED, reason);
  }

  private static StepState step(String name, Status status, int attempts, int undoAttempts) {
    return new StepState(
        name,
        status,
        true,
        attempts,
        undoAttempts,
        Optional.empty(),
        Optional.empty(),
        Duration.ZERO,
        false,
        Optional.empty());
  }

  @Test
  void aRunIsAtTheFirstStepThatIsNotDone() {
    assertThat(
            of(
                Phase.FORWARD,
                "",
                step("create", Status.DONE, 1, 0),
                step("assign", Status.SKIPPED, 1, 0),
                step("notify", Status.WAITING, 2, 0)))
        .contains(new RunStep("notify", 2, Optional.of("retry")));
    assertThat(of(Phase.FORWARD, "", step("notify", Status.PUT_OFF, 0, 0)))
        .contains(new RunStep("notify", 0, Optional.of("not_now")));
    assertThat(of(Phase.FORWARD, "", step("create", Status.RUNNING, 1, 0)))
        .contains(new RunStep("create", 1, Optional.empty()));
  }

  @Test
  void aRunThatCompensatesIsAtTheLastStepThatIsNotCompensated() {
    assertThat(
            of(
                Phase.COMPENSATING,
                "notify: refused",
                step("assign", Status.UNDO_PENDING, 1, 0),
                step("set_deadline", Status.UNDO_WAITING, 1, 3),
                step("notify", Status.FAILED, 3, 0)))
        .contains(new RunStep("set_deadline", 3, Optional.of("retry")));
  }

  @Test
  void aRunThatEndedIsAtTheStepThatMadeItFail() {
    var notify = step("notify", Status.FAILED, 3, 0);
    assertThat(of(Phase.ENDED, "notify: refused", step("assign", Status.UNDONE, 1, 1), notify))
        .contains(new RunStep("notify", 3, Optional.empty()));
    assertThat(of(Phase.ENDED, "notify: refused", step("assign", Status.UNDO_FAILED, 1, 5), notify))
        .contains(new RunStep("assign", 5, Optional.empty()));
    assertThat(of(Phase.ENDED, "", step("notify", Status.DONE, 1, 0))).isEmpty();
  }
}
