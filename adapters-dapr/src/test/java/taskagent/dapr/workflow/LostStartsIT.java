package taskagent.dapr.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.dapr.config.Properties;
import io.dapr.durabletask.DurableTaskGrpcClientBuilder;
import io.dapr.durabletask.NewOrchestrationInstanceOptions;
import io.dapr.utils.NetworkUtils;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import taskagent.dapr.DaprEngineTest;
import taskagent.dapr.DaprUnderTest;
import taskagent.dapr.change.ChangeRecords;
import taskagent.dapr.store.Documents;
import taskagent.dapr.store.GroupCommit;
import taskagent.dapr.store.Removals;
import taskagent.domain.engine.Kinds;
import taskagent.domain.engine.Retention;
import taskagent.domain.port.Notifier;
import taskagent.domain.port.Notifier.Failed;
import taskagent.domain.port.Workflows.Cancelled;
import taskagent.domain.port.Workflows.Started;
import taskagent.domain.processing.TaskRequest;
import taskagent.domain.processing.Workflow;
import taskagent.domain.processing.WorkflowId;
import taskagent.domain.processing.WorkflowRun;
import taskagent.domain.saga.Outcome;
import taskagent.json.RegistrationJson.Registration;
import taskagent.json.RunJson;

/**
 * A workflow exists, but its start reminder came too early, found nothing and is lost (ADR 22). A
 * workflow that is scheduled to start in an hour looks the same.
 */
@Tag("docker")
final class LostStartsIT extends DaprEngineTest {

  @Test
  void requestingTheRunAgainStartsIt() throws Exception {
    var request = request(newTask());
    var run = lost(request);

    assertThat(workflows().start(request)).isEqualTo(new Started.Accepted(run.id()));

    assertThat(outcome(ended(run.id()))).isEqualTo(Outcome.COMPLETED);
    assertThat(calls(request.taskId())).hasSize(1);
  }

  @Test
  void theKeeperStartsTheRun() throws Exception {
    var run = lost(request(newTask()));

    assertThat(outcome(ended(run.id()))).isEqualTo(Outcome.COMPLETED);
  }

  @Test
  void cancellingTheRunStartsAndCancelsIt() throws Exception {
    var request = request(newTask());
    var gate = outside().notifier().hold(request.taskId(), new Failed("busy", true));
    var run = lost(request);

    assertThat(workflows().cancel(run.id())).isEqualTo(new Cancelled.Accepted());
    gate.open();

    assertThat(outcome(ended(run.id()))).isEqualTo(Outcome.CANCELLED);
  }

  private static Outcome outcome(Workflow ended) {
    return ended.result().orElseThrow().status();
  }

  /** Creates a run that was accepted a minute ago and that Dapr would start in an hour. */
  private static WorkflowRun lost(TaskRequest request) throws Exception {
    var accepted = Instant.ofEpochMilli(Instant.now().minusSeconds(60).toEpochMilli());
    var run = WorkflowRun.accepted(WorkflowId.of(request.taskId()), request, accepted);
    var client = DaprUnderTest.newClient();
    var documents = new Documents(client, "statestore");
    try (var open = new OpenRuns(documents, Clock.systemUTC());
        var records = ChangeRecords.among(documents, Retention.DEFAULT, Clock.systemUTC())) {
      GroupCommit.await(open.add(run.id()));
      var removals = new Removals(documents, Retention.DEFAULT, Clock.systemUTC());
      assertThat(
              new Registrations(
                      Kinds.ofTasks(RunJson.CODEC, _ -> new Notifier.Sent()),
                      documents,
                      removals,
                      new RunChanges(records))
                  .create(Registration.of(run, 1)))
          .isTrue();
    } finally {
      client.close();
    }
    var port = DaprUnderTest.cluster().grpcPorts().getFirst().toString();
    var channel =
        NetworkUtils.buildGrpcManagedChannel(
            new Properties(Map.of(Properties.GRPC_PORT.getName(), port)));
    try {
      new DurableTaskGrpcClientBuilder()
          .grpcChannel(channel)
          .build()
          .scheduleNewOrchestrationInstance(
              "taskagent.dapr.TaskProcessingWorkflow",
              new NewOrchestrationInstanceOptions()
                  .setInstanceId(run.id().value())
                  .setInput(RunJson.write(run))
                  .setStartTime(Instant.now().plus(Duration.ofHours(1))));
    } finally {
      channel.shutdownNow();
    }
    return run;
  }
}
