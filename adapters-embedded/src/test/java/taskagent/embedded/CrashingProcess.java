package taskagent.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import taskagent.domain.conversation.RuleBasedResponder;
import taskagent.domain.port.EventPublisher;
import taskagent.domain.port.Notifier;
import taskagent.domain.processing.TaskRequest;
import taskagent.domain.processing.WorkflowId;
import taskagent.domain.task.TaskId;
import taskagent.domain.task.TaskStatus;
import taskagent.embedded.FaultyDataSource.Fault;

/**
 * A process that starts one saga, if it is not there yet, and waits for its end, and may crash at
 * one of its commits. What reaches the outside is written to files, which stand for the receivers.
 *
 * <p>Arguments: folder, scenario, at which commit to crash (0 never), "before" or "after" it, and
 * when its clock began. That runs fast, so that waits of seconds do not take seconds.
 */
final class CrashingProcess {

  /** How much faster than time the clock runs. */
  static final int SPEED = 40;

  /** What is played. */
  enum Scenario {
    /** Everything succeeds. */
    FORWARD,
    /** The notification fails for good. */
    COMPENSATING,
    /** Everything succeeds, and then the deadline passes. */
    OVERDUE,
    /** Somebody cancels while the saga waits to notify again. */
    CANCELLED
  }

  static final TaskId TASK = new TaskId("crash");

  private CrashingProcess() {}

  public static void main(String... args) throws InterruptedException {
    var folder = Path.of(args[0]);
    var scenario = Scenario.valueOf(args[1]);
    int atCommit = Integer.parseInt(args[2]);
    var fault = args[3].equals("before") ? Fault.KILLED_BEFORE : Fault.KILLED_AFTER;
    var clock = clock(Instant.parse(args[4]));
    var settings = new EmbeddedSettings(folder.resolve("data"), 10);
    try (var engine =
        EmbeddedEngine.open(
            Database.open(
                settings.folder(), inner -> FaultyDataSource.around(inner, atCommit, fault)),
            settings,
            clock,
            notifier(folder, scenario),
            new RuleBasedResponder(),
            publisher(folder),
            Threads.OWN)) {
      play(engine, scenario, folder);
    }
  }

  static InstantSource clock(Instant start) {
    return () -> start.plus(Duration.between(start, Instant.now()).multipliedBy(SPEED));
  }

  private static void play(EmbeddedEngine engine, Scenario scenario, Path folder)
      throws InterruptedException {
    engine
        .workflows()
        .start(
            new TaskRequest(
                TASK, "Survive", "Crashes at every commit", "ada@example.com", deadline(scenario)));
    note(folder, "accepted", TASK.value());
    var id = WorkflowId.of(TASK);
    if (scenario == Scenario.CANCELLED) {
      engine.workflows().cancel(id);
      note(folder, "cancelled", id.value());
    }
    engine.workflows().await(id, Duration.ofSeconds(20));
    long patience = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (scenario == Scenario.OVERDUE
        && engine.tasks().find(TASK).orElseThrow().status() != TaskStatus.OVERDUE
        && System.nanoTime() < patience) {
      Thread.sleep(10);
    }
    while (pending(engine) > 0 && System.nanoTime() < patience) {
      Thread.sleep(10);
    }
  }

  private static long pending(EmbeddedEngine engine) {
    return engine.figures().getOrDefault("events_pending", () -> 0).getAsLong();
  }

  private static long deadline(Scenario scenario) {
    return scenario == Scenario.OVERDUE ? 8 : 3600;
  }

  private static Notifier notifier(Path folder, Scenario scenario) {
    return notification -> {
      note(folder, "notifications", notification.key());
      return switch (scenario) {
        case FORWARD, OVERDUE -> new Notifier.Sent();
        case COMPENSATING, CANCELLED -> new Notifier.Failed("nobody there", true);
      };
    };
  }

  private static EventPublisher publisher(Path folder) {
    return event -> note(folder, "events", event.id() + " " + event.type());
  }

  private static void note(Path folder, String file, String line) {
    try {
      Files.writeString(
          folder.resolve(file), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
