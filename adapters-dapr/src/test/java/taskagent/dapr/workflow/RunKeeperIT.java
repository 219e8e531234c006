package taskagent.dapr.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import taskagent.dapr.DaprEngineTest;
import taskagent.dapr.DaprUnderTest;
import taskagent.dapr.SidecarHttp;
import taskagent.dapr.change.ChangeRecords;
import taskagent.dapr.store.Documents;
import taskagent.dapr.store.GroupCommit;
import taskagent.dapr.store.Removals;
import taskagent.domain.contract.CallGate;
import taskagent.domain.engine.Kinds;
import taskagent.domain.engine.Retention;
import taskagent.domain.port.Notifier;
import taskagent.domain.port.Notifier.Sent;
import taskagent.domain.port.Unavailable;
import taskagent.domain.port.Workflows.Cancelled;
import taskagent.domain.port.Workflows.Started;
import taskagent.domain.processing.WorkflowId;
import taskagent.domain.processing.WorkflowRun;
import taskagent.domain.saga.Outcome;
import taskagent.domain.task.TaskId;
import taskagent.json.RegistrationJson.Registration;
import taskagent.json.RunJson;

/**
 * Runs that stand still, for every reason that Dapr and its tools give: they all reach their
 * outcome, and the receiver is told under one key.
 */
@Tag("docker")
final class RunKeeperIT extends DaprEngineTest {

  /** The keeper looks after 10 s, nudges after 15 s, and begins again 20 s after that. */
  private static final Duration PATIENCE = Duration.ofSeconds(100);

  private final List<CallGate> gates = new ArrayList<>();

  @Override
  protected Duration patience() {
    return PATIENCE;
  }

  /** All stand still at the same time, so that the test takes no longer than the longest. */
  @Test
  void everyRunThatStandsStillReachesItsOutcome() throws Exception {
    var neverBegun = acceptedAndNotBegun();
    var hangs = notifying();
    var cancelled = notifying();
    assertThat(workflows().cancel(WorkflowId.of(cancelled))).isEqualTo(new Cancelled.Accepted());
    var unreadable = notifying();
    DaprUnderTest.cluster().redis("DEL", historyKey(unreadable));
    var unreadableAndCancelled = notifying();
    DaprUnderTest.cluster().redis("DEL", historyKey(unreadableAndCancelled));
    assertThat(workflows().cancel(WorkflowId.of(unreadableAndCancelled)))
        .isEqualTo(new Cancelled.Accepted());
    var suspended = notifying();
    tool(suspended, "pause");
    gates.getLast().open();
    var terminated = notifying();
    tool(terminated, "terminate");
    var purged = notifying();
    tool(purged, "terminate");
    eventually(() -> tool(purged, "purge"));

    for (var task : List.of(neverBegun, hangs, unreadable, suspended, terminated, purged)) {
      assertThat(outcome(task)).as("outcome of %s", task).isEqualTo(Outcome.COMPLETED);
    }
    assertThat(outcome(cancelled)).isEqualTo(Outcome.CANCELLED);
    assertThat(outcome(unreadableAndCancelled)).isEqualTo(Outcome.CANCELLED);
    gates.forEach(CallGate::open);
    for (var task : List.of(neverBegun, hangs, unreadable, suspended, terminated, purged)) {
      assertThat(outside().notifier().calls(task).stream().map(call -> call.notification().key()))
          .as("keys of the notifications of %s", task)
          .isNotEmpty()
          .containsOnly(WorkflowId.of(task) + "/notify/do");
    }
    assertThat(DaprUnderTest.metric("taskagent_sagas_begun_again_total")).isGreaterThanOrEqualTo(4);
  }

  @Test
  void readingARunThatEndedAndWasPurgedDoesNotBeginItAgain() throws Exception {
    var task = newTask();
    workflows().start(request(task));
    var end = ended(WorkflowId.of(task));
    tool(task, "purge");

    assertThat(workflows().find(WorkflowId.of(task))).contains(end);
    assertThat(workflows().start(end.run().request())).isInstanceOf(Started.Accepted.class);
    var later = newTask();
    workflows().start(request(later));
    ended(WorkflowId.of(later));

    assertThat(calls(task)).hasSize(1);
    assertThat(workflows().find(WorkflowId.of(task))).contains(end);
  }

  /** Prints what a saga leaves in the store. */
  @Test
  void daprsDataAboutARunThatEndedIsPurged() {
    var task = newTask();
    workflows().start(request(task));
    var end = ended(WorkflowId.of(task));
    var before = stored(task);
    assertThat(before.keySet()).anyMatch(key -> key.contains(".workflow||"));

    eventually(() -> assertThat(stored(task).keySet()).noneMatch(key -> key.contains("internal")));

    var after = stored(task);
    assertThat(workflows().find(WorkflowId.of(task))).contains(end);
    assertThat(workflows().start(end.run().request())).isInstanceOf(Started.Accepted.class);
    System.out.printf(
        "a completed saga has %d keys with %d bytes in Redis; purged, %d keys with %d bytes%n",
        before.size(), bytes(before), after.size(), bytes(after));
  }

  /** Returns the keys that name a task, and the bytes that each takes. */
  private static Map<String, Long> stored(TaskId task) {
    var found = new HashMap<String, Long>();
    for (var key : DaprUnderTest.cluster().redis("KEYS", "*" + task + "*").split("\n", -1)) {
      if (!key.isBlank()) {
        var usage = DaprUnderTest.cluster().redis("MEMORY", "USAGE", key.trim()).trim();
        found.put(key.trim(), usage.matches("[0-9]+") ? Long.parseLong(usage) : 0L);
      }
    }
    return found;
  }

  private static long bytes(Map<String, Long> stored) {
    return stored.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Starts a run whose first notification hangs until its gate opens. */
  private TaskId notifying() {
    var task = newTask();
    gates.add(outside().notifier().hold(task, new Sent()));
    workflows().start(request(task));
    eventually(() -> assertThat(outside().notifier().calls(task)).isNotEmpty());
    return task;
  }

  private TaskId acceptedAndNotBegun() throws Exception {
    var task = newTask();
    var run = WorkflowRun.accepted(WorkflowId.of(task), request(task), now());
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
    return task;
  }

  private Outcome outcome(TaskId task) {
    return Awaitility.await("the end of " + task)
        .atMost(PATIENCE)
        .ignoreException(Unavailable.class) // Dapr may be unable to read the workflow
        .until(
            () -> workflows().find(WorkflowId.of(task)).orElseThrow().result(), Optional::isPresent)
        .orElseThrow()
        .status();
  }

  /** Does what Dapr's command line would do with the workflow of a task. */
  private static void tool(TaskId task, String what) throws Exception {
    var sidecar = new SidecarHttp(DaprUnderTest.cluster().sidecars().getFirst());
    var path = "/v1.0/workflows/dapr/" + WorkflowId.of(task) + "/" + what;
    var answer = sidecar.post(path, "application/json", "");
    assertThat(answer.statusCode()).as("%s: %s", path, answer.body()).isBetween(200, 299);
  }

  private static String historyKey(TaskId task) {
    return "task-agent-system||dapr.internal.default.task-agent-system.workflow||"
        + WorkflowId.of(task)
        + "||history-000001";
  }
}
