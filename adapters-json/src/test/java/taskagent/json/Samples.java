package taskagent.json;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import taskagent.domain.Backoff;
import taskagent.domain.audit.AuditAction;
import taskagent.domain.audit.AuditEntry;
import taskagent.domain.audit.AuditKind;
import taskagent.domain.bulk.BulkKind;
import taskagent.domain.contract.ManualClock;
import taskagent.domain.contract.OtherKinds;
import taskagent.domain.contract.ScriptedOutside;
import taskagent.domain.conversation.Conversation;
import taskagent.domain.conversation.Conversation.Answered;
import taskagent.domain.conversation.Message;
import taskagent.domain.conversation.Message.Role;
import taskagent.domain.conversation.UserId;
import taskagent.domain.engine.Kinds;
import taskagent.domain.memory.InMemoryBulkSets;
import taskagent.domain.port.Activity;
import taskagent.domain.port.Notifier;
import taskagent.domain.processing.Corrections;
import taskagent.domain.processing.NotifyPolicy;
import taskagent.domain.processing.TaskProcessing;
import taskagent.domain.processing.TaskRequest;
import taskagent.domain.processing.WorkflowId;
import taskagent.domain.processing.WorkflowRun;
import taskagent.domain.saga.Outcome;
import taskagent.domain.saga.RetryPolicy;
import taskagent.domain.saga.SagaInput;
import taskagent.domain.saga.SagaState;
import taskagent.domain.saga.StepResult;
import taskagent.domain.saga.StepState;
import taskagent.domain.saga.StepState.Status;
import taskagent.domain.task.CommandId;
import taskagent.domain.task.Task;
import taskagent.domain.task.Task.Remembered;
import taskagent.domain.task.TaskAnswer;
import taskagent.domain.task.TaskEvent;
import taskagent.domain.task.TaskId;
import taskagent.domain.task.TaskRefusal;
import taskagent.domain.task.TaskSnapshot;
import taskagent.domain.task.TaskStatus;

/** One value of each kind with all possible content, for the golden files. */
final class Samples {

  /** The kinds of the production code. */
  static final Kinds KINDS = Kinds.ofTasks(RunJson.CODEC, _ -> new Notifier.Sent());

  /** Also has bulks, and the kinds that only tests have. */
  static final Kinds ALL_KINDS =
      BulkKind.addTo(
          OtherKinds.addTo(KINDS, InputRunJson::new, () -> ScriptedOutside.with(new ManualClock())),
          BulkJson.CODEC,
          new InMemoryBulkSets(),
          Activity.none());

  private static final TaskId TASK = new TaskId("t-1");
  private static final Instant AT = Instant.parse("2026-03-01T09:00:00.123456789Z");

  private Samples() {}

  private static Remembered accepted(String id, String title, TaskStatus status, long version) {
    return new Remembered(
        new CommandId(id),
        new TaskAnswer.Accepted(
            new TaskSnapshot(
                TASK,
                title,
                "All the figures",
                status,
                Optional.of("ann"),
                Optional.of(AT.plusSeconds(60)),
                AT,
                AT.plusSeconds(version),
                version)));
  }

  private static Remembered refused(String id, TaskRefusal refusal) {
    return new Remembered(new CommandId(id), new TaskAnswer.Refused(refusal));
  }

  static Task task() {
    return new Task(
        TASK,
        "Prepare the \"report\" 🎉",
        "All the figures",
        TaskStatus.OVERDUE,
        Optional.of(TaskStatus.ASSIGNED),
        Optional.of(new Task.Assignment("ann", new CommandId("task-workflow-t-1/assign/do"))),
        Optional.of(new Task.Deadline(AT.plusSeconds(60), new CommandId("c-2"), true)),
        AT,
        AT.plusSeconds(61),
        7,
        List.of(
            accepted("c-1", "An older title", TaskStatus.PENDING, 1),
            accepted("c-2", "Prepare the \"report\" 🎉", TaskStatus.ASSIGNED, 3),
            refused("c-3", new TaskRefusal.NotFound(TASK)),
            refused("c-4", new TaskRefusal.Closed(TaskStatus.CANCELLED)),
            refused("c-5", new TaskRefusal.NotAllowed("start", TaskStatus.IN_PROGRESS)),
            refused("c-6", new TaskRefusal.VersionMismatch(2, 3))));
  }

  static Conversation conversation() {
    var question = new Message(Role.USER, "my task?\n", AT, 21);
    var reply = new Message(Role.ASSISTANT, "I can help with tasks.", AT.plusMillis(5), 22);
    return new Conversation(
        new UserId("ann"),
        22,
        23,
        List.of(question, reply),
        List.of(new Answered("key-1", "0f".repeat(32), reply)));
  }

  static SagaState sagaState() {
    return new SagaState(
        "task-workflow-t-1",
        SagaState.Phase.COMPENSATING,
        List.of(
            new StepState(
                "validate",
                Status.DONE,
                true,
                1,
                0,
                Optional.empty(),
                Optional.empty(),
                Duration.ZERO,
                false,
                Optional.empty()),
            new StepState(
                "assign",
                Status.UNDO_WAITING,
                true,
                1,
                2,
                Optional.of("no route"),
                Optional.of(AT.plusSeconds(4)),
                Duration.ofMillis(1500),
                false,
                Optional.empty())),
        Optional.of(new SagaState.Cause(Outcome.FAILED, "notify: no route")),
        true,
        Optional.of(Outcome.COMPENSATION_FAILED),
        AT,
        AT.plusSeconds(2));
  }

  /** Has what older builds did not know. */
  static SagaState skipped() {
    return new SagaState(
        "task-workflow-t-1",
        SagaState.Phase.ENDED,
        List.of(skipped("assign", Status.UNDO_SKIPPED, 1), skipped("notify", Status.SKIPPED, 0)),
        Optional.empty(),
        false,
        Optional.of(Outcome.COMPLETED),
        AT,
        AT.plusSeconds(2));
  }

  /** Awaits a child run, whose id older builds did not write. */
  static SagaState child() {
    var step =
        new StepState(
                "order",
                Status.STARTED,
                true,
                1,
                0,
                Optional.empty(),
                Optional.empty(),
                Duration.ZERO,
                false,
                Optional.empty())
            .withChild(Optional.of("tour-1-book"));
    return new SagaState(
        "tour-1",
        SagaState.Phase.FORWARD,
        List.of(step),
        Optional.empty(),
        false,
        Optional.empty(),
        AT,
        AT.plusSeconds(2));
  }

  private static StepState skipped(String name, Status status, int undoAttempts) {
    return new StepState(
        name,
        status,
        true,
        1,
        undoAttempts,
        Optional.empty(),
        Optional.empty(),
        Duration.ZERO,
        true,
        Optional.of("the task is completed"));
  }

  /** Has what older builds did not know. */
  static List<SagaInput> journalOfSkipped() {
    return List.of(
        new SagaInput.Ran(
            List.of(
                StepResult.skipped("assign", "the task is completed"),
                StepResult.failed("notify", "no answer", true, true)),
            AT));
  }

  /** Has what older builds did not know. */
  static Task taskOfSkipped() {
    var task = task();
    var answer = new TaskAnswer.Skipped(task.snapshot(), "the task is completed");
    return new Task(
        task.id(),
        task.title(),
        task.description(),
        task.status(),
        task.beforeOverdue(),
        task.assignment(),
        task.deadline(),
        task.createdAt(),
        task.updatedAt(),
        task.version(),
        List.of(new Remembered(new CommandId("c-1"), answer)));
  }

  static List<SagaInput> journal() {
    return List.of(
        new SagaInput.CancelRequested(AT),
        new SagaInput.Woke(AT.plusSeconds(1)),
        new SagaInput.Ran(
            List.of(
                StepResult.done("create"),
                StepResult.failed("assign", "no route", true),
                StepResult.refused("assign", "the task is cancelled"),
                StepResult.rejected("validate", List.of("too short", "too blue")),
                StepResult.notNow("notify", AT.plusSeconds(30), "circuit open")),
            AT.plusSeconds(2)));
  }

  /** Was accepted by an older build, which stored no decisions. */
  static WorkflowRun run() {
    return new WorkflowRun(
        WorkflowId.of(TASK, 2),
        TaskProcessing.FIRST,
        new TaskRequest(TASK, "Prepare the report", "All the figures", "ann", 3600),
        AT,
        NotifyPolicy.DEFAULT,
        List.of());
  }

  static WorkflowRun runDecided() {
    var decided = runOfLatestVersion().decided();
    return new WorkflowRun(
        run().id(), run().kind(), run().request(), AT, NotifyPolicy.DEFAULT, decided);
  }

  /** Says its kind. */
  static WorkflowRun runOfLatestVersion() {
    return WorkflowRun.accepted(run().id(), run().request(), AT);
  }

  /** Has a policy, which older builds did not know. */
  static WorkflowRun runWithPolicy() {
    var waits = new Backoff(Duration.ofMillis(500), 1.5, Duration.ofSeconds(30));
    var policy = new NotifyPolicy(new RetryPolicy(7, waits), NotifyPolicy.OnFailure.KEEP);
    return new WorkflowRun(run().id(), run().kind(), run().request(), AT, policy, List.of());
  }

  static TaskEvent taskEvent() {
    return new TaskEvent(
        TASK,
        7,
        AT,
        TaskEvent.Type.DEADLINE_SET,
        Optional.of(TaskStatus.OVERDUE),
        TaskStatus.IN_PROGRESS,
        new CommandId("c-7"),
        "2026-03-01T10:00:00Z");
  }

  static List<TaskEvent> timeline() {
    var created =
        new TaskEvent(
            TASK,
            1,
            AT,
            TaskEvent.Type.CREATED,
            Optional.empty(),
            TaskStatus.PENDING,
            new CommandId("task-workflow-t-1/create/do"),
            "Prepare the \"report\" 🎉");
    return List.of(created, taskEvent());
  }

  /** Was asked for by a known user. */
  static Task ownedTask() {
    var plain = task();
    return new Task(
        plain.id(),
        plain.title(),
        plain.description(),
        TaskStatus.PENDING,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        plain.createdAt(),
        plain.updatedAt(),
        1,
        List.of(
            new Remembered(
                new CommandId("c-1"),
                new TaskAnswer.Accepted(
                    new TaskSnapshot(
                        TASK,
                        plain.title(),
                        plain.description(),
                        TaskStatus.PENDING,
                        Optional.empty(),
                        Optional.empty(),
                        plain.createdAt(),
                        plain.updatedAt(),
                        1,
                        Optional.of("ada"))))),
        Optional.of("ada"));
  }

  /** Was asked for by a known user, and retried by another. */
  static WorkflowRun ownedRun() {
    var request =
        new Corrections(Optional.empty(), Optional.empty(), Optional.of("bob"), Optional.empty())
            .by("ops")
            .apply(run().request().by("ada"));
    return new WorkflowRun(run().id(), run().kind(), request, AT, NotifyPolicy.DEFAULT, List.of());
  }

  /** Says who asked for the change. */
  static List<TaskEvent> timelineOfActors() {
    return List.of(
        new TaskEvent(
            TASK,
            2,
            AT,
            TaskEvent.Type.STARTED,
            Optional.of(TaskStatus.ASSIGNED),
            TaskStatus.IN_PROGRESS,
            new CommandId("c-2"),
            "",
            Optional.of("ada")));
  }

  static AuditEntry audited() {
    return new AuditEntry(
        "task-42/client/ada/k1",
        Instant.parse("2026-01-05T09:00:00.123Z"),
        Optional.of("ada"),
        AuditAction.SET_DEADLINE,
        AuditKind.TASK,
        "task-42",
        Optional.of("2026-01-06T09:00:00Z"));
  }
}
