package taskagent.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import taskagent.domain.processing.NotifyPolicy;
import taskagent.domain.processing.TaskRequest;
import taskagent.domain.processing.WorkflowResult;
import taskagent.domain.processing.WorkflowRun;
import taskagent.domain.run.Run;
import taskagent.domain.saga.Outcome;
import taskagent.domain.saga.SagaDefect;
import taskagent.domain.saga.SagaInput;

/**
 * Checks that runs of older builds continue correctly (specification §8.16): each recorded history,
 * replayed from its journal, reaches its recorded end.
 *
 * <p>If a test fails, an upgrade would break runs in flight. Do not change the history; change the
 * saga so that it continues the history. {@code -Dhistories.write=true} records histories that have
 * no file.
 */
final class RecordedHistoriesTest {

  /** The folder of the first version of {@code task-processing}. It gets no new files. */
  private static final Path FOLDER = Path.of("src/test/resources/histories");

  private static final Path SECOND_VERSION = FOLDER.resolve("task-processing-2");
  private static final Path OTHER_KINDS = FOLDER.resolve("other-kinds");

  private static final Map<String, String> ABOUT =
      Map.ofEntries(
          Map.entry("completed", "Every step succeeds at once."),
          Map.entry("completed-at-the-third-try", "The notification succeeds at its third try."),
          Map.entry(
              "completed-after-an-outage",
              "The notifier asks for time, fails once, asks for time again, and succeeds."),
          Map.entry("rejected", "Title and description are too short."),
          Map.entry("failed", "The notification fails three times; all is undone."),
          Map.entry("failed-for-good", "The notification can never succeed; all is undone."),
          Map.entry("failed-put-off-too-long", "The notifier asks for more than ten minutes."),
          Map.entry("failed-refused", "Somebody cancelled the task before its saga came to it."),
          Map.entry("cancelled-while-waiting", "Cancelled before the second try."),
          Map.entry("cancelled-in-flight", "Cancelled while the notification is in flight."),
          Map.entry("compensation-failed", "The deadline cannot be cleared; the rest is undone."),
          Map.entry(
              "completed-skipped",
              "The task is completed before the second try of the notification."),
          Map.entry(
              "failed-with-nothing-left", "The task is cancelled during the last notification."),
          Map.entry("retried", "The second run, with another assignee, completes."),
          Map.entry("waiting", "Goes on: waits for the third try."));

  @BeforeAll
  static void recordMissingHistories() {
    if (Boolean.getBoolean("histories.write")) {
      Recordings.all()
          .forEach(
              (name, recording) ->
                  record(
                      SECOND_VERSION, name, () -> recording.apply(ABOUT.getOrDefault(name, name))));
      RecordingsOfOtherKinds.all()
          .forEach((name, recording) -> record(OTHER_KINDS, name, recording));
    }
  }

  private static void record(Path folder, String name, Supplier<History> recording) {
    var file = folder.resolve(name + ".json");
    if (!Files.exists(file)) {
      recording.get().write(file);
    }
  }

  static Stream<Path> histories() throws IOException {
    try (Stream<Path> files = Files.walk(FOLDER)) {
      return files
          .filter(file -> file.toString().endsWith(".json"))
          .filter(file -> !file.startsWith(FOLDER.resolve("broken")))
          .sorted()
          .toList()
          .stream();
    }
  }

  private static Path broken(String name) {
    return FOLDER.resolve("broken").resolve(name + ".json");
  }

  /** Checks one history; a separate method, so that tests can show that it fails. */
  private static void assertReplays(History history) {
    var state = history.replay();
    assertThat(SagaStateJson.read(SagaStateJson.write(state))).isEqualTo(history.state());
    if (history.run() instanceof WorkflowRun run) {
      assertThat(WorkflowResult.of(run, state).map(WorkflowResult::message))
          .isEqualTo(history.message());
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("histories")
  void aRecordedRunReachesItsRecordedState(Path file) {
    assertReplays(History.read(file));
  }

  /** So each history is also a golden file of the documents in it. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("histories")
  void aRecordedRunIsWrittenAsInTheFile(Path file) throws IOException {
    assertThat(History.read(file).text()).isEqualTo(Files.readString(file));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("histories")
  void aRecordedRunContinuesFromEveryInterruption(Path file) {
    var history = History.read(file);
    for (int entries = 0; entries < history.journal().size(); entries++) {
      assertThat(history.replay(entries).outcome())
          .as("it continues after %s entries of the journal", entries)
          .isEmpty();
    }
  }

  @Test
  void everyOutcomeAndEveryInputIsRecorded() throws IOException {
    var all = histories().map(History::read).toList();

    assertThat(all.stream().map(history -> history.state().outcome()))
        .containsAll(Stream.of(Outcome.values()).map(Optional::of).toList())
        .as("a run that goes on")
        .contains(Optional.empty());
    for (var input :
        List.of(
            SagaInput.Ran.class,
            SagaInput.Woke.class,
            SagaInput.CancelRequested.class,
            SagaInput.Signalled.class,
            SagaInput.ChildEnded.class)) {
      assertThat(all).anyMatch(history -> Recordings.told(history, input));
    }
    assertThat(all).allSatisfy(history -> assertThat(history.about()).isNotBlank());
  }

  @Test
  void everyKindOfRunIsRecorded() {
    assertThat(ABOUT.keySet()).isEqualTo(Recordings.all().keySet());
    assertThat(ABOUT.keySet())
        .allSatisfy(name -> assertThat(FOLDER.resolve(name + ".json")).exists())
        .allSatisfy(name -> assertThat(SECOND_VERSION.resolve(name + ".json")).exists());
    assertThat(RecordingsOfOtherKinds.all().keySet())
        .allSatisfy(name -> assertThat(OTHER_KINDS.resolve(name + ".json")).exists());
  }

  @Test
  void aHistoryOfAnotherSagaFailsAndNamesBothSteps() {
    var history = History.read(broken("another-order"));

    assertThatThrownBy(() -> assertReplays(history))
        .isInstanceOf(SagaDefect.class)
        .hasMessageContaining("run task-workflow-t-1/notify/do")
        .hasMessageContaining("run task-workflow-t-1/create/do..set_deadline");
  }

  /**
   * What a local step decided is not in the journal of the first version. So a build that decides
   * differently ends a run without stored decisions, although its steps on the task ran. Engines
   * stop such a run as a defect.
   */
  @Test
  void aHistoryOfABuildThatValidatedDifferentlyFails() {
    var history = History.read(broken("judged-differently"));

    assertThat(history.replay(0).outcome()).contains(Outcome.REJECTED);
    assertThatThrownBy(() -> assertReplays(history))
        .isInstanceOf(SagaDefect.class)
        .hasMessageContaining("run task-workflow-t-1/create/do..set_deadline");
  }

  /** The journal of the second version has the verdict (specification §10). */
  @Test
  void aHistoryOfTheSecondVersionContinuesWhateverTheBuildWouldDecide() {
    var valid = History.read(SECOND_VERSION.resolve("completed.json"));
    var invalid = History.read(SECOND_VERSION.resolve("rejected.json"));

    assertReplays(valid.of(undecided(valid.run(), ((WorkflowRun) invalid.run()).request())));
    assertReplays(invalid.of(undecided(invalid.run(), ((WorkflowRun) valid.run()).request())));
  }

  private static WorkflowRun undecided(Run run, TaskRequest request) {
    return new WorkflowRun(
        run.id(), run.kind(), request, run.acceptedAt(), NotifyPolicy.DEFAULT, List.of());
  }

  @Test
  void aHistoryWithEntriesAfterItsEndFails() {
    var history = History.read(broken("goes-on-after-its-end"));

    assertThatThrownBy(() -> assertReplays(history))
        .isInstanceOf(SagaDefect.class)
        .hasMessageContaining("wait notify");
  }

  @Test
  void aHistoryWithAnotherEndFails() {
    var history = History.read(broken("another-end"));

    assertThatThrownBy(() -> assertReplays(history))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("COMPLETED");
  }
}
