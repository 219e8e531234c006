package taskagent.dapr;

import static org.assertj.core.api.Assertions.assertThat;

import io.dapr.workflows.runtime.DefaultWorkflowContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import taskagent.dapr.workflow.WorkflowInstances;
import taskagent.domain.contract.ManualClock;
import taskagent.domain.engine.Kinds;
import taskagent.domain.port.Activity;
import taskagent.domain.port.Notifier;
import taskagent.domain.processing.TaskRequest;
import taskagent.domain.processing.WorkflowId;
import taskagent.domain.processing.WorkflowRun;
import taskagent.domain.saga.Outcome;
import taskagent.domain.saga.StepCall;
import taskagent.domain.saga.StepResult;
import taskagent.domain.task.TaskId;
import taskagent.json.JournalJson;
import taskagent.json.KindsJson;
import taskagent.json.RunCommandJson;
import taskagent.json.RunCommandJson.RunCommand;
import taskagent.json.RunJson;
import taskagent.json.SagaStateJson;
import taskagent.json.StepCallsJson;

/** A client ends the wait of a Dapr workflow for its next attempt. */
final class RetryNowOnDaprTest {

  private static final Kinds KINDS = Kinds.ofTasks(RunJson.CODEC, _ -> new Notifier.Sent());
  private static final TaskId TASK = new TaskId("t1");
  private static final Instant FIRST_RETRY = ManualClock.START.plusSeconds(1);
  private static final Duration A_SECOND = Duration.ofSeconds(1);

  /** The keys of the calls that fail, each once. */
  private final List<String> failing = new ArrayList<>();

  private final List<StepCall> calls = new ArrayList<>();
  private final ScriptedSidecar sidecar =
      new ScriptedSidecar(
          "taskagent.dapr.TaskProcessingWorkflow",
          context ->
              new SagaWorkflow(KINDS, Activity.none(), (_, _) -> {})
                  .run(new DefaultWorkflowContext(context)),
          KindsJson.write(
              KINDS,
              WorkflowRun.accepted(
                  WorkflowId.of(TASK),
                  new TaskRequest(TASK, "Prepare the report", "All the figures", "ann", 3600),
                  ManualClock.START)),
          ManualClock.START,
          this::activity);

  private String activity(String name, String input) {
    if (name.equals(PublishCompensated.class.getCanonicalName())) {
      return "";
    }
    var results = new ArrayList<StepResult>();
    for (var call : StepCallsJson.read(KINDS, input).directive().calls()) {
      calls.add(call);
      if (failing.remove(call.key().substring(call.key().indexOf('/') + 1))) {
        results.add(StepResult.failed(call.step(), "no route to host", true));
        break;
      }
      results.add(StepResult.done(call.step()));
    }
    return JournalJson.writeResults(results);
  }

  private ScriptedSidecar send(RunCommand command) {
    return sidecar.raise(WorkflowInstances.COMMAND, RunCommandJson.write(command)).settle();
  }

  private ScriptedSidecar retryNow(String step, Instant until) {
    return send(new RunCommand.RetryNow("wait " + step, until));
  }

  private Outcome outcome() {
    return SagaStateJson.read(sidecar.output().orElseThrow()).outcome().orElseThrow();
  }

  private static StepCall call(List<StepCall> calls, String step, int attempt) {
    return calls.stream()
        .filter(call -> call.step().equals(step) && call.attempt() == attempt)
        .reduce(
            (_, _) -> {
              throw new AssertionError("attempted twice");
            })
        .orElseThrow();
  }

  @Test
  void theNextAttemptIsMadeAtOnce() {
    failing.add("notify/do");
    sidecar.settle();
    assertThat(sidecar.output()).isEmpty();

    retryNow("notify", FIRST_RETRY);

    assertThat(outcome()).isEqualTo(Outcome.COMPLETED);
    assertThat(call(calls, "notify", 2).key()).isEqualTo("task-workflow-t1/notify/do");
  }

  @Test
  void theSameCommandAgainEndsNoOtherWait() {
    failing.addAll(List.of("notify/do", "notify/do"));
    sidecar.settle();
    retryNow("notify", FIRST_RETRY);

    retryNow("notify", FIRST_RETRY);

    assertThat(sidecar.output()).isEmpty();
    sidecar.advance(A_SECOND).settle();
    assertThat(sidecar.output()).as("the second wait has 2 s").isEmpty();
    sidecar.advance(A_SECOND).settle();
    assertThat(outcome()).isEqualTo(Outcome.COMPLETED);
  }

  @Test
  void aCommandThatComesTooLateLeavesTheTimerAlone() {
    failing.add("notify/do");
    sidecar.settle();

    retryNow("assign", FIRST_RETRY);

    assertThat(sidecar.output()).isEmpty();
    assertThat(sidecar.timers()).isOne();
    sidecar.advance(A_SECOND).settle();
    assertThat(outcome()).isEqualTo(Outcome.COMPLETED);
  }

  @Test
  void aCancellationAfterItIsHeard() {
    failing.addAll(List.of("notify/do", "notify/do"));
    sidecar.settle();
    retryNow("notify", FIRST_RETRY);

    send(new RunCommand.Cancel(false));

    assertThat(outcome()).isEqualTo(Outcome.CANCELLED);
  }

  @Test
  void aCompensationIsAttemptedAtOnce() {
    failing.addAll(List.of("notify/do", "assign/undo"));
    sidecar.settle();
    send(new RunCommand.Cancel(false));
    assertThat(sidecar.output()).isEmpty();

    send(new RunCommand.Cancel(false)); // the keeper repeats it
    assertThat(sidecar.output()).isEmpty();
    retryNow("assign", FIRST_RETRY);

    assertThat(outcome()).isEqualTo(Outcome.CANCELLED);
  }

  /** Otherwise its history could not be replayed. */
  @Test
  void aRunThatAnOlderBuildCancelledTakesNoMoreCommands() {
    failing.addAll(List.of("notify/do", "assign/undo"));
    sidecar.settle();
    send(new RunCommand.Cancel(true));

    retryNow("assign", FIRST_RETRY);

    assertThat(sidecar.output()).isEmpty();
    sidecar.advance(A_SECOND).settle();
    assertThat(outcome()).isEqualTo(Outcome.CANCELLED);
  }
}
