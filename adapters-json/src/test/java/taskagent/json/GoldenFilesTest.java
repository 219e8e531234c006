package taskagent.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import taskagent.domain.conversation.Exchange;
import taskagent.domain.processing.WorkflowResult;
import taskagent.json.RunCommandJson.RunCommand;

/**
 * Compares the JSON with golden files. If a test fails, stored documents cannot be read any more,
 * or are read differently. Do not change the file. Give the document a new format and read both
 * formats.
 */
final class GoldenFilesTest {

  static Stream<Arguments> documents() {
    return Stream.of(
        document("task", Samples.task(), TaskJson::write, TaskJson::read),
        document("task-skipped", Samples.taskOfSkipped(), TaskJson::write, TaskJson::read),
        document(
            "conversation",
            Samples.conversation(),
            ConversationJson::write,
            ConversationJson::read),
        document("saga-state", Samples.sagaState(), SagaStateJson::write, SagaStateJson::read),
        document(
            "saga-state-skipped", Samples.skipped(), SagaStateJson::write, SagaStateJson::read),
        document("saga-state-child", Samples.child(), SagaStateJson::write, SagaStateJson::read),
        document(
            "command-retry-now",
            new RunCommand.RetryNow("wait notify", Samples.child().updatedAt()),
            RunCommandJson::write,
            RunCommandJson::read),
        document(
            "command-cancel",
            new RunCommand.Cancel(false),
            RunCommandJson::write,
            RunCommandJson::read),
        document("journal", Samples.journal(), JournalJson::write, JournalJson::read),
        document(
            "journal-skipped", Samples.journalOfSkipped(), JournalJson::write, JournalJson::read),
        document("run", Samples.run(), RunJson::write, RunJson::read),
        document("run-decided", Samples.runDecided(), RunJson::write, RunJson::read),
        document("run-2", Samples.runOfLatestVersion(), RunJson::write, RunJson::read),
        document("run-policy", Samples.runWithPolicy(), RunJson::write, RunJson::read),
        document("audit", Samples.audited(), AuditJson::write, AuditJson::read),
        document("task-owned", Samples.ownedTask(), TaskJson::write, TaskJson::read),
        document("run-owned", Samples.ownedRun(), RunJson::write, RunJson::read),
        document(
            "timeline-actors",
            Samples.timelineOfActors(),
            TaskEventJson::writeAll,
            TaskEventJson::readAll),
        document("timeline", Samples.timeline(), TaskEventJson::writeAll, TaskEventJson::readAll));
  }

  private static <T> Arguments document(
      String name, T value, Function<T, String> write, Function<String, T> read) {
    return Arguments.of(name, value, write.apply(value), (Function<String, ?>) read);
  }

  static Stream<Arguments> events() {
    var entries = Samples.conversation().entries();
    var user = Samples.conversation().user();
    var result = WorkflowResult.of(Samples.run(), Samples.sagaState()).orElseThrow();
    return Stream.of(
        Arguments.of("event-task", Events.of(Samples.taskEvent())),
        Arguments.of(
            "event-conversation",
            Events.of(user, new Exchange(entries.getFirst(), entries.getLast()))),
        Arguments.of(
            "event-saga",
            Events.compensated(Samples.run(), result, Samples.sagaState().updatedAt())));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("documents")
  void theWrittenFormEqualsTheFile(
      String name, Object value, String written, Function<String, ?> read) {
    assertThat(written).isEqualTo(golden(name, written));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("documents")
  void theFileIsReadAsTheSample(
      String name, Object value, String written, Function<String, ?> read) {
    assertThat(read.apply(golden(name, written))).isEqualTo(value);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("events")
  void anEventIsPublishedAsInTheFile(
      String name, taskagent.domain.port.EventPublisher.Event event) {
    var written = Events.cloudEvent(event);
    assertThat(written).isEqualTo(golden(name, written));
  }

  private static String golden(String name, String written) {
    return GoldenFile.read("format-1/" + name, written);
  }
}
