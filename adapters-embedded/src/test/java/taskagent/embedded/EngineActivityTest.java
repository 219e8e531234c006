package taskagent.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import taskagent.domain.conversation.RuleBasedResponder;
import taskagent.domain.conversation.UserId;
import taskagent.domain.engine.Kinds;
import taskagent.domain.engine.Retention;
import taskagent.domain.port.Activity;
import taskagent.domain.port.Notifier;
import taskagent.domain.port.Trace;
import taskagent.domain.port.Unavailable;
import taskagent.domain.processing.TaskRequest;
import taskagent.domain.processing.WorkflowId;
import taskagent.domain.run.Run;
import taskagent.domain.run.RunId;
import taskagent.domain.saga.SagaProgress;
import taskagent.domain.task.CommandId;
import taskagent.domain.task.TaskCommand;
import taskagent.domain.task.TaskEvent;
import taskagent.domain.task.TaskId;
import taskagent.embedded.FaultyDataSource.Fault;
import taskagent.json.RunJson;

class EngineActivityTest {

  private static final TaskRequest REQUEST =
      new TaskRequest(new TaskId("t"), "A fine title", "A fine description", "ada", 3600);
  private static final RunId WORKFLOW = WorkflowId.of(REQUEST.taskId());

  @TempDir Path folder;

  private static final String TRACEPARENT =
      "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00";
  private static final String ANOTHER = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00";

  private final List<String> seen = new CopyOnWriteArrayList<>();
  private final List<Optional<String>> traces = new CopyOnWriteArrayList<>();
  private final Activity activity =
      new Activity() {
        @Override
        public void taskChanged(TaskEvent event) {
          see(event.type().wireName());
        }

        @Override
        public void sagaProgressed(Run run, SagaProgress progress) {
          see(
              switch (progress) {
                case SagaProgress.Started() -> "STARTED";
                case SagaProgress.StepFailed failed ->
                    "FAILED " + failed.step() + failed.nextTry().map(_ -> ", to retry").orElse("");
                case SagaProgress.PutOff putOff -> "PUT OFF " + putOff.step();
                case SagaProgress.Skipped skipped -> "SKIPPED " + skipped.step();
                case SagaProgress.Compensating(var reason) -> "COMPENSATING " + reason;
                case SagaProgress.Ended(var outcome, _) -> "ENDED " + outcome;
              });
        }

        @Override
        public void messageAnswered(UserId user, long seq) {
          see("answered " + user + " " + seq);
        }
      };

  @Test
  void aSagasActivityIsReportedOnceAndInOrder() {
    try (var engine = open(UnaryOperator.identity(), new Notifier.Sent())) {
      engine.workflows().start(REQUEST);
      engine.workflows().await(WORKFLOW, Duration.ofSeconds(20));
      engine.workflows().start(REQUEST); // as a client repeats it
    }

    assertThat(seen)
        .containsExactly("STARTED", "created", "assigned", "deadline_set", "ENDED COMPLETED");
  }

  @Test
  void aCompensationIsReportedWithItsCause() {
    try (var engine = open(UnaryOperator.identity(), new Notifier.Failed("no such user", false))) {
      engine.workflows().start(REQUEST);
      engine.workflows().await(WORKFLOW, Duration.ofSeconds(20));
    }

    assertThat(seen).startsWith("STARTED", "created", "assigned", "deadline_set");
    assertThat(seen.subList(4, seen.size()))
        .containsExactly(
            "FAILED notify",
            "COMPENSATING notify: no such user",
            "deadline_cleared",
            "unassigned",
            "ENDED FAILED");
  }

  @Test
  void aSagasActivityIsInTheTraceOfItsRequest() {
    var notifier = new Notifier.Failed("busy", true);
    try (var engine = open(UnaryOperator.identity(), notifier)) {
      Trace.within(Optional.of(TRACEPARENT), () -> engine.workflows().start(REQUEST));
      await()
          .until(() -> seen.contains("FAILED notify, to retry")); // else it may be cancelled first
    }
    try (var engine = open(UnaryOperator.identity(), notifier)) {
      Trace.within(Optional.of(ANOTHER), () -> engine.workflows().cancel(WORKFLOW));
      engine.workflows().await(WORKFLOW, Duration.ofSeconds(20));
    }

    assertThat(seen).contains("STARTED", "FAILED notify, to retry", "ENDED CANCELLED");
    assertThat(traces).containsOnly(Optional.of(TRACEPARENT));
  }

  @Test
  void anAnswerInAConversationIsReportedOnce() {
    var user = new UserId("ada");
    try (var engine = open(UnaryOperator.identity(), new Notifier.Sent())) {
      engine.conversations().say(user, "Hello", Optional.of("key"));
      engine.conversations().say(user, "Hello", Optional.of("key"));
    }

    assertThat(seen).containsExactly("answered " + user + " 2");
  }

  @Test
  void aRefusedCommandIsNotReported() {
    try (var engine = open(UnaryOperator.identity(), new Notifier.Sent())) {
      engine
          .tasks()
          .run(new TaskId("unknown"), List.of(new TaskCommand.Complete(new CommandId("c"))));
    }

    assertThat(seen).isEmpty();
  }

  @Test
  void whatIsRolledBackIsNotReported() {
    var reporter = new ActivityReporter(activity);
    try (var database = Database.open(folder, UnaryOperator.identity());
        var writer = new Writer(database, Threads.OWN, reporter, new CommitSignal())) {
      reporter.start();
      writer.start();
      var user = new UserId("ada");
      assertThatThrownBy(
              () ->
                  writer.write(
                      transaction -> {
                        transaction.report(a -> a.messageAnswered(user, 1));
                        throw new IllegalStateException("on purpose");
                      }))
          .hasMessage("on purpose");
      writer.write(
          transaction -> {
            transaction.report(a -> a.messageAnswered(user, 2));
            return true;
          });
    }
    reporter.close();

    assertThat(seen).containsExactly("answered ada 2");
  }

  @Test
  void whatIsNotCommittedIsNotReported() {
    UnaryOperator<DataSource> firstCommitFails =
        inner -> FaultyDataSource.around(inner, 1, Fault.SAID_TO_FAIL);
    try (var engine = open(firstCommitFails, new Notifier.Sent())) {
      assertThatThrownBy(() -> engine.conversations().say(new UserId("a"), "Hi", Optional.empty()))
          .isInstanceOf(Unavailable.class);
      engine.conversations().say(new UserId("b"), "Hi", Optional.empty());
    }

    assertThat(seen).containsExactly("answered b 2");
  }

  private void see(String what) {
    seen.add(what);
    traces.add(Trace.here());
  }

  private EmbeddedEngine open(UnaryOperator<DataSource> faults, Notifier.Notified answer) {
    return EmbeddedEngine.open(
        Database.open(folder, faults),
        new EmbeddedSettings(folder, 10, Retention.DEFAULT),
        InstantSource.system(),
        Kinds.ofTasks(RunJson.CODEC, _ -> answer),
        new RuleBasedResponder(),
        _ -> {},
        activity,
        Threads.OWN);
  }
}
