package taskagent.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import taskagent.domain.conversation.RuleBasedResponder;
import taskagent.domain.engine.Kinds;
import taskagent.domain.engine.Retention;
import taskagent.domain.port.Activity;
import taskagent.domain.port.EventPublisher;
import taskagent.domain.port.Notifier;
import taskagent.domain.processing.TaskRequest;
import taskagent.domain.processing.WorkflowId;
import taskagent.domain.task.TaskId;
import taskagent.domain.task.TaskStatus;
import taskagent.embedded.FaultyDataSource.Fault;
import taskagent.json.RunJson;

/**
 * A process that starts one saga, waits for its end, and may crash at one of its commits. Two files
 * stand for the receivers of notifications and events.
 *
 * <p>Arguments: the folder, the scenario, the commit at which to crash (0 for none), "before" or
 * "after" it, and the start of its clock. The clock runs fast, so a wait of seconds is short.
 */
final class CrashingProcess {

  /** How much faster than real time the clock runs. */
  static final int SPEED = 40;

  /** What happens to the saga. */
  enum Scenario {
    /** Everything succeeds. */
    FORWARD,
    /** The notification fails permanently. */
    COMPENSATING,
    /** Everything succeeds, and then the deadline expires. */
    OVERDUE,
    /** A client cancels while the saga waits for its next attempt to notify. */
    CANCELLED
  }

  static final TaskId TASK = new TaskId("crash");

  private CrashingProcess() {}

  public static void main(String... args) throws InterruptedException {
    var folder = Path.of(args[0]);
    var scenario = Scenario.valueOf(args[1]);
    int atCommit = Integer.parseInt(args[2]);
    var fault = args[3].equals("before") ? Fault.KILLED_BEFORE : Fault.KILLED_AFTER;
    live(
        folder,
        scenario,
        Instant.parse(args[4]),
        inner -> FaultyDataSource.around(inner, atCommit, fault));
  }

  /**
   * Opens the database of the folder, starts the saga if it is not there, and waits for its end.
   */
  static void live(Path folder, Scenario scenario, Instant began, UnaryOperator<DataSource> faults)
      throws InterruptedException {
    var settings = new EmbeddedSettings(folder.resolve("data"), 10, Retention.DEFAULT);
    try (var engine =
        EmbeddedEngine.open(
            Database.reopen(settings.folder(), faults),
            settings,
            clock(began),
            Kinds.ofTasks(RunJson.CODEC, notifier(folder, scenario)),
            new RuleBasedResponder(),
            publisher(folder),
            Activity.none(),
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
    while (engine.pendingEvents() > 0 && System.nanoTime() < patience) {
      Thread.sleep(10);
    }
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
