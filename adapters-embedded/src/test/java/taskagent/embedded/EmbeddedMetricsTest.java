package taskagent.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import taskagent.domain.contract.ManualClock;
import taskagent.domain.conversation.RuleBasedResponder;
import taskagent.domain.engine.EventPolicy;
import taskagent.domain.engine.Kinds;
import taskagent.domain.engine.Retention;
import taskagent.domain.port.Activity;
import taskagent.domain.port.Metric;
import taskagent.domain.port.Notifier;
import taskagent.domain.port.Unavailable;
import taskagent.domain.processing.NotifyPolicy;
import taskagent.domain.processing.TaskRequest;
import taskagent.domain.processing.WorkflowId;
import taskagent.domain.task.CommandId;
import taskagent.domain.task.TaskCommand;
import taskagent.domain.task.TaskId;
import taskagent.json.RunJson;

class EmbeddedMetricsTest {

  @TempDir Path folder;
  private final ManualClock clock = new ManualClock();
  private volatile boolean receiverFails;
  private volatile boolean consumerFails;
  private EmbeddedEngine engine;

  @BeforeEach
  void open() {
    engine =
        EmbeddedEngine.open(
            new EmbeddedSettings(
                folder,
                10,
                Retention.DEFAULT,
                new EventPolicy(Duration.ofMinutes(1), Duration.ofMinutes(5), 16),
                NotifyPolicy.DEFAULT),
            clock,
            Kinds.ofTasks(
                RunJson.CODEC,
                _ ->
                    receiverFails ? new Notifier.Failed("unreachable", true) : new Notifier.Sent()),
            new RuleBasedResponder(),
            _ -> {
              if (consumerFails) {
                throw new IllegalStateException("the consumer refuses");
              }
            },
            Activity.none());
  }

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void openAndOverdueTasksAreCountedAlsoAfterARestart() {
    run("done");
    complete("done");
    run("open");
    run("late");
    assertThatTasksBecome(2, 0);

    complete("open");
    advance(Duration.ofHours(2));
    assertThatTasksBecome(0, 1);

    run("new");
    close();
    open();
    assertThatTasksBecome(1, 1);
    complete("late");
    assertThatTasksBecome(1, 0);
  }

  @Test
  void aRefusedCommandThatNobodyRepeatsWritesNothing() {
    run("t");
    complete("t");
    await().until(() -> engine.pendingEvents() == 0);
    long before = value("taskagent_database_log_bytes");
    for (int i = 0; i < 100; i++) {
      engine.tasks().run(new TaskId("t"), new TaskCommand.Start(CommandId.once("s" + i)));
    }
    assertThat(value("taskagent_database_log_bytes")).isEqualTo(before);

    engine.tasks().run(new TaskId("t"), new TaskCommand.Start(new CommandId("s")));
    assertThat(value("taskagent_database_log_bytes")).isGreaterThan(before);
  }

  @Test
  void theSizeOfTheDatabaseIsThatOfItsFile() throws IOException {
    run("t");
    close();
    open();

    long bytes =
        value("taskagent_database_bytes", "used") + value("taskagent_database_bytes", "free");
    assertThat(bytes)
        .isCloseTo(Files.size(folder.resolve(Database.FILE)), within(1L << 16)); // without the log
    assertThat(value("taskagent_disk_free_bytes")).isPositive();
  }

  @Test
  void whatIsRemovedIsCounted() {
    run("t");
    complete("t");
    advance(Duration.ofDays(31));

    await().until(() -> value("taskagent_removed_total", Map.of("kind", "run")) == 1);
    assertThat(value("taskagent_removed_total", Map.of("kind", "task"))).isZero();
  }

  @Test
  void sagasThatHaveNotEndedAreCounted() {
    assertThat(value("taskagent_sagas", "waiting")).isZero();
    receiverFails = true;
    engine.workflows().start(request("a"));
    engine.workflows().start(request("b"));

    await().until(() -> value("taskagent_sagas", "waiting") == 2);
    assertThat(value("taskagent_sagas", "running")).isZero();
  }

  @Test
  void eventsAreCountedUntilTheyArePublishedOrDead() {
    run("t");
    await().until(() -> value("taskagent_events_pending") == 0);
    assertThat(value("taskagent_events_dead_lettered_total")).isZero();

    consumerFails = true;
    complete("t");
    await().until(() -> value("taskagent_events_pending") == 1);
    await()
        .until(
            () -> {
              advance(Duration.ofMinutes(2));
              return value("taskagent_events_dead_lettered_total") == 1;
            });
    assertThat(value("taskagent_events_pending")).isZero();
    assertThat(value("taskagent_events_dead")).isEqualTo(1);

    close();
    open();
    assertThat(value("taskagent_events_dead")).isEqualTo(1);
    assertThat(value("taskagent_events_dead_lettered_total")).isZero();
  }

  @Test
  void commitsAndWritesAreCounted() {
    run("t");

    assertThat(value("taskagent_database_commits_total")).isPositive();
    assertThat(value("taskagent_database_writes_total"))
        .isGreaterThanOrEqualTo(value("taskagent_database_commits_total"));
  }

  private void assertThatTasksBecome(long open, long overdue) {
    await()
        .ignoreExceptionsInstanceOf(Unavailable.class) // until they are counted
        .untilAsserted(
            () ->
                assertThat(
                        List.of(
                            value("taskagent_tasks", "open"), value("taskagent_tasks", "overdue")))
                    .containsExactly(open, overdue));
  }

  private void run(String task) {
    engine.workflows().start(request(task));
    engine.workflows().await(WorkflowId.of(new TaskId(task)), Duration.ofSeconds(20));
  }

  private void complete(String task) {
    engine
        .tasks()
        .run(
            new TaskId(task), List.of(new TaskCommand.Complete(new CommandId("complete/" + task))));
  }

  private static TaskRequest request(String task) {
    return new TaskRequest(new TaskId(task), "A fine title", "A fine description", "ada", 3600);
  }

  private void advance(Duration by) {
    clock.advance(by);
    engine.wake();
  }

  private long value(String name) {
    return value(name, Map.of());
  }

  private long value(String name, String state) {
    return value(name, Map.of("state", state));
  }

  private long value(String name, Map<String, String> labels) {
    return engine.metrics().stream()
        .filter(metric -> metric.name().equals(name))
        .flatMap(metric -> metric.samples().stream())
        .filter(sample -> sample.labels().equals(labels))
        .map(Metric.Sample::value)
        .findFirst()
        .orElseThrow()
        .getAsLong();
  }
}
