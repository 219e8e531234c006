package taskagent.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import taskagent.domain.conversation.RuleBasedResponder;
import taskagent.domain.engine.Kinds;
import taskagent.domain.engine.Retention;
import taskagent.domain.port.Activity;
import taskagent.domain.port.Notifier;
import taskagent.domain.processing.Workflow;
import taskagent.domain.processing.WorkflowId;
import taskagent.domain.saga.Outcome;
import taskagent.domain.task.TaskEvent;
import taskagent.domain.task.TaskSnapshot;
import taskagent.domain.task.TaskStatus;
import taskagent.embedded.CrashingProcess.Scenario;
import taskagent.json.RunJson;

/**
 * Kills a real process at every commit of a saga, forward and compensating. Recovers from what it
 * left on the disk, and checks the invariants that concern one saga (specification §8): 1 to 4, 6
 * to 10 and 13.
 */
@Execution(ExecutionMode.CONCURRENT)
class CrashEverywhereIT {

  private static final int MORE_THAN_ENOUGH = 60;

  /**
   * After so many runs that did not reach the commit, there is no further commit. One run is not
   * enough: writes that wait at the same time share a commit, so a slow process makes fewer
   * commits.
   */
  private static final int ENOUGH_UNCRASHED = 3;

  @TempDir static Path shared;
  @TempDir Path temporary;

  /** An empty database, because migrations take longer than a crash. */
  private static Path empty;

  private static String classPath;

  /** The classes that the process loads, ready to be mapped into its memory. */
  private static Path archive;

  @BeforeAll
  static void prepare() throws IOException, InterruptedException {
    empty = shared.resolve("empty");
    CrashableEngine.make(empty);
    classPath = ClassPathOfJars.of(System.getProperty("java.class.path"), shared);
    archive = shared.resolve("classes.jsa");
    var folder = folder(shared.resolve("first"));
    var began = Instant.now();
    assertThat(
            run(folder, Scenario.FORWARD, 0, "never", began, "-XX:ArchiveClassesAtExit=" + archive))
        .isZero();
    assertThat(archive).isNotEmptyFile();
    check(folder, Scenario.FORWARD, "not killed", began);
  }

  @Execution(ExecutionMode.CONCURRENT) // each process has a folder of its own
  @ParameterizedTest(name = "{0}, killed {1} each commit")
  @CsvSource({
    "FORWARD, before",
    "FORWARD, after",
    "COMPENSATING, before",
    "COMPENSATING, after",
    "OVERDUE, before",
    "OVERDUE, after",
    "CANCELLED, before",
    "CANCELLED, after"
  })
  void aSagaEndsCorrectlyAfterACrashAtAnyCommit(Scenario scenario, String moment)
      throws IOException, InterruptedException {
    int crashes = 0;
    int uncrashed = 0;
    for (int commit = 1; uncrashed < ENOUGH_UNCRASHED && commit < MORE_THAN_ENOUGH; commit++) {
      var folder = folder(temporary.resolve(scenario + moment + commit));
      var began = Instant.now();
      int exit = run(folder, scenario, commit, moment, began, "-XX:SharedArchiveFile=" + archive);
      if (exit == 0) {
        uncrashed++; // it made fewer commits than that
      } else {
        assertThat(exit).as("crash at commit %d", commit).isEqualTo(FaultyDataSource.KILLED);
        crashes++;
        CrashingProcess.live(folder, scenario, began, UnaryOperator.identity());
      }
      check(folder, scenario, "killed " + moment + " commit " + commit, began);
    }
    System.out.printf("%s: killed %s each of %d commits%n", scenario, moment, crashes);
    assertThat(crashes).isBetween(2, MORE_THAN_ENOUGH - 2);
  }

  private static Path folder(Path folder) throws IOException {
    CrashableEngine.copy(empty, folder.resolve("data"));
    return folder;
  }

  /** Runs a process, and returns its exit code. */
  private static int run(
      Path folder, Scenario scenario, int commit, String moment, Instant began, String option)
      throws IOException, InterruptedException {
    var process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                option,
                "-cp",
                classPath,
                CrashingProcess.class.getName(),
                folder.toString(),
                scenario.name(),
                Integer.toString(commit),
                moment,
                began.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("the process ends").isTrue();
    } finally {
      process.destroyForcibly();
    }
    return process.exitValue();
  }

  private static void check(Path folder, Scenario scenario, String when, Instant began)
      throws IOException {
    try (var engine =
        EmbeddedEngine.open(
            Database.reopen(folder.resolve("data"), UnaryOperator.identity()),
            new EmbeddedSettings(folder.resolve("data"), 10, Retention.DEFAULT),
            CrashingProcess.clock(began),
            Kinds.ofTasks(
                RunJson.CODEC, _ -> new Notifier.Failed("all notifications were sent", false)),
            new RuleBasedResponder(),
            _ -> {},
            Activity.none(),
            Threads.OWN)) {
      assertThat(lines(folder, "accepted")).as(when).isNotEmpty();
      var workflow = engine.workflows().find(WorkflowId.of(CrashingProcess.TASK)).orElseThrow();
      var task = engine.tasks().find(CrashingProcess.TASK).orElseThrow();
      var timeline = engine.tasks().timeline(CrashingProcess.TASK).orElseThrow();
      assertThat(workflow.status()).as(when).isEqualTo(Workflow.Status.COMPLETED);
      checkTimeline(when, task, timeline);
      checkOutcome(when, scenario, workflow, task, timeline);
      checkNotifications(when, scenario, lines(folder, "notifications"));
      checkEvents(when, scenario, timeline, lines(folder, "events"));
      assertThat(engine.resumed()).as(when + ": sagas left unfinished").isZero();
    }
  }

  /** Versions increase by one, statuses form a chain, and each command has one effect. */
  private static void checkTimeline(String when, TaskSnapshot task, List<TaskEvent> timeline) {
    Optional<TaskStatus> status = Optional.empty();
    for (int i = 0; i < timeline.size(); i++) {
      assertThat(timeline.get(i).version()).as(when).isEqualTo(i + 1);
      assertThat(timeline.get(i).from()).as(when).isEqualTo(status);
      status = Optional.of(timeline.get(i).to());
    }
    assertThat(status).as(when).contains(task.status());
    assertThat(task.version()).as(when).isEqualTo(timeline.size());
    assertThat(timeline.stream().map(TaskEvent::by)).as(when).doesNotHaveDuplicates();
  }

  private static void checkOutcome(
      String when,
      Scenario scenario,
      Workflow workflow,
      TaskSnapshot task,
      List<TaskEvent> timeline) {
    var outcome = workflow.result().orElseThrow().status();
    var types = timeline.stream().map(TaskEvent::type).toList();
    var done =
        List.of(TaskEvent.Type.CREATED, TaskEvent.Type.ASSIGNED, TaskEvent.Type.DEADLINE_SET);
    switch (scenario) {
      case FORWARD -> {
        assertThat(outcome).as(when).isEqualTo(Outcome.COMPLETED);
        assertThat(types).as(when).isEqualTo(done);
      }
      case OVERDUE -> {
        assertThat(outcome).as(when).isEqualTo(Outcome.COMPLETED);
        assertThat(types).as(when).startsWith(done.toArray(TaskEvent.Type[]::new));
        assertThat(types).as(when).endsWith(TaskEvent.Type.OVERDUE).hasSize(4);
        assertThat(timeline.getLast().at())
            .as(when)
            .isAfterOrEqualTo(task.deadline().orElseThrow());
      }
      case COMPENSATING, CANCELLED -> {
        var expected = scenario == Scenario.CANCELLED ? Outcome.CANCELLED : Outcome.FAILED;
        assertThat(outcome).as(when).isEqualTo(expected);
        assertThat(types)
            .as(when)
            .startsWith(done.toArray(TaskEvent.Type[]::new))
            .endsWith(TaskEvent.Type.DEADLINE_CLEARED, TaskEvent.Type.UNASSIGNED)
            .hasSize(5);
        assertThat(task.assignee()).as(when).isEmpty();
        assertThat(task.deadline()).as(when).isEmpty();
        assertThat(task.status()).as(when).isEqualTo(TaskStatus.PENDING);
      }
    }
  }

  /** All deliveries of the notification have the same key. */
  private static void checkNotifications(String when, Scenario scenario, List<String> received) {
    int deliveries =
        switch (scenario) {
          case FORWARD, OVERDUE -> 1;
          case COMPENSATING -> 3;
          case CANCELLED -> 0;
        };
    assertThat(received.size()).as(when).isBetween(deliveries, Math.max(deliveries, 2) + 1);
    assertThat(new HashSet<>(received).size()).as(when).isLessThanOrEqualTo(1);
  }

  /** Every change on the timeline was published at least once, and nothing else was. */
  private static void checkEvents(
      String when, Scenario scenario, List<TaskEvent> timeline, List<String> received) {
    var expected =
        new HashSet<>(
            timeline.stream()
                .map(e -> e.task() + "/" + e.version() + " task." + e.type().wireName())
                .toList());
    if (scenario == Scenario.COMPENSATING || scenario == Scenario.CANCELLED) {
      expected.add("task-workflow-crash/compensated saga.compensated");
    }
    assertThat(new HashSet<>(received)).as(when).isEqualTo(expected);
  }

  private static List<String> lines(Path folder, String file) throws IOException {
    var path = folder.resolve(file);
    return Files.exists(path) ? Files.readAllLines(path) : List.of();
  }
}
