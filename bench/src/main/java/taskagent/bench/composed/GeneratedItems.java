package taskagent.bench.composed;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import taskagent.domain.processing.TaskRequest;
import taskagent.domain.processing.Workflow;
import taskagent.domain.processing.WorkflowId;
import taskagent.domain.processing.WorkflowRun;
import taskagent.domain.saga.Outcome;
import taskagent.domain.saga.SagaState;
import taskagent.domain.saga.StepState;
import taskagent.domain.task.TaskId;
import taskagent.domain.task.TaskSnapshot;
import taskagent.domain.task.TaskStatus;

/**
 * Tasks and runs that are made from their index and version alone, so that a million of them need
 * no memory. Titles have words of very different frequency, and a few assignees have many tasks.
 */
final class GeneratedItems {

  private static final List<String> VERBS =
      List.of(
          "Prepare",
          "Review",
          "Renew",
          "Repair",
          "Archive",
          "Publish",
          "Order",
          "Check",
          "Translate",
          "Measure");
  private static final List<String> THINGS =
      List.of(
          "the quarterly report",
          "the contract",
          "the certificate",
          "the invoices",
          "the handbook",
          "the release notes",
          "the delivery",
          "the backup",
          "the survey",
          "the access rights");
  private static final String[] SYLLABLES = {
    "ba", "den", "fur", "gol", "hei", "jun", "kar", "lem", "mos", "nel", "pau", "rin", "sto", "tal",
    "vek", "win", "zor", "bru", "cla", "dri"
  };
  private static final String DESCRIPTION =
      "Collect what is known about it, compare it with the plan, and write down what differs.";
  private static final int ASSIGNEES = 2_000;
  private static final long DAY = Duration.ofDays(1).toMillis();

  private final long base;

  /** Creates items whose times are around this one. */
  GeneratedItems(Instant base) {
    this.base = base.toEpochMilli();
  }

  /** Returns the id of a task. */
  static String taskId(int index) {
    return "task-" + index;
  }

  /** Returns the id of the run of a task. */
  static String runId(int index) {
    return WorkflowId.of(new TaskId(taskId(index)), 1).value();
  }

  /** Returns the time at which a task was created, as milliseconds. */
  long created(int index) {
    return base - DAY - Math.floorMod(mix(index, 0), 100 * DAY);
  }

  TaskSnapshot task(int index, int version, long updated) {
    long random = mix(index, version);
    var status = status((int) Math.floorMod(random, 100L));
    return new TaskSnapshot(
        new TaskId(taskId(index)),
        title(index, version / 8),
        DESCRIPTION,
        status,
        status == TaskStatus.PENDING ? Optional.empty() : Optional.of(assignee(random >>> 8)),
        Math.floorMod(random >>> 40, 10L) == 0
            ? Optional.empty()
            : Optional.of(Instant.ofEpochMilli(base + Math.floorMod(random >>> 16, 60 * DAY))),
        Instant.ofEpochMilli(created(index)),
        Instant.ofEpochMilli(updated),
        version);
  }

  private static TaskStatus status(int percent) {
    if (percent < 5) {
      return TaskStatus.PENDING;
    }
    if (percent < 45) {
      return TaskStatus.ASSIGNED;
    }
    if (percent < 60) {
      return TaskStatus.IN_PROGRESS;
    }
    return percent < 65
        ? TaskStatus.OVERDUE
        : percent < 95 ? TaskStatus.COMPLETED : TaskStatus.CANCELLED;
  }

  /** The number of tasks of an assignee falls with the number in its name: user-0 has most. */
  private static String assignee(long random) {
    double share = Math.floorMod(random, 1_000_000L) / 1e6;
    return "user-" + (int) (ASSIGNEES * share * share * share);
  }

  /** A verb is in a tenth of all titles, a customer in one of 160,000, a number in one. */
  private static String title(int index, int edition) {
    long random = mix(index, -1 - edition);
    return VERBS.get(part(random, VERBS.size()))
        + " "
        + THINGS.get(part(random >>> 8, THINGS.size()))
        + " for "
        + syllables(random >>> 16)
        + syllables(random >>> 32)
        + " no. "
        + index;
  }

  private static String syllables(long random) {
    return SYLLABLES[part(random, SYLLABLES.length)]
        + SYLLABLES[part(random >>> 8, SYLLABLES.length)];
  }

  private static int part(long random, int parts) {
    return (int) Math.floorMod(random & 0xff, (long) parts);
  }

  Workflow run(int index, int version, long updated) {
    int percent = (int) Math.floorMod(mix(index, version) >>> 4, 100L);
    var accepted = Instant.ofEpochMilli(created(index));
    var task = new TaskId(taskId(index));
    var state =
        new SagaState(
            runId(index),
            percent < 2 ? SagaState.Phase.FORWARD : SagaState.Phase.ENDED,
            steps(percent),
            percent == 2
                ? Optional.of(new SagaState.Cause(Outcome.FAILED, "notify: refused"))
                : Optional.empty(),
            false,
            percent < 2
                ? Optional.empty()
                : Optional.of(percent == 2 ? Outcome.FAILED : Outcome.COMPLETED),
            accepted,
            Instant.ofEpochMilli(updated));
    var request = new TaskRequest(task, title(index, 0), DESCRIPTION, "user-0", 60);
    return new Workflow(
        WorkflowRun.accepted(WorkflowId.of(task, 1), request, accepted), state, Optional.empty());
  }

  /** One run of a hundred waits for its next attempt, one is at work, one has failed. */
  private static List<StepState> steps(int percent) {
    var notify =
        switch (percent) {
          case 0 -> StepState.Status.WAITING;
          case 1 -> StepState.Status.RUNNING;
          case 2 -> StepState.Status.FAILED;
          default -> StepState.Status.DONE;
        };
    return List.of(step("create", StepState.Status.DONE, 1), step("notify", notify, 2));
  }

  private static StepState step(String name, StepState.Status status, int attempts) {
    return new StepState(
        name,
        status,
        true,
        attempts,
        0,
        Optional.empty(),
        Optional.empty(),
        Duration.ZERO,
        false,
        Optional.empty());
  }

  /** Returns the same random number for the same pair (SplitMix64). */
  static long mix(long one, long other) {
    long z = one * 0x9e3779b97f4a7c15L + other * 0xd1b54a32d192ed03L + 0x632be59bd9b4e019L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
