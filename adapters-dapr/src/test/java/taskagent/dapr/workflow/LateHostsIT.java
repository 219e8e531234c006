package taskagent.dapr.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dapr.client.DaprClient;
import io.dapr.client.domain.State;
import io.dapr.client.domain.StateOptions;
import io.dapr.client.domain.TransactionalStateOperation;
import io.dapr.client.domain.TransactionalStateOperation.OperationType;
import io.dapr.exceptions.DaprException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import taskagent.dapr.DaprEngineTest;
import taskagent.dapr.DaprUnderTest;
import taskagent.domain.port.Notifier.Failed;
import taskagent.domain.port.Notifier.Sent;
import taskagent.domain.processing.WorkflowId;
import taskagent.domain.saga.Outcome;
import taskagent.domain.saga.StepState.Status;
import taskagent.domain.task.TaskId;

/**
 * A workflow's host stalled and was replaced. Another host completed the workflow, and then the
 * first one saves its outdated state. Dapr refuses this, but with Redis everything is saved except
 * for the keys whose version was given (ADR 21).
 */
@Tag("docker")
final class LateHostsIT extends DaprEngineTest {

  /** Copies a value from one run's key to another's, and replaces the run's id in it. */
  private static final String SAVE_LATE =
      """
      local said = redis.call('HGET', KEYS[1], 'data')
      redis.call('HSET', KEYS[2], 'data', (said:gsub(ARGV[1], ARGV[2])))
      return redis.call('HINCRBY', KEYS[2], 'version', 1)
      """;

  /** Shows why the other tests are needed. When this test fails they may no longer be. */
  @Test
  void redisKeepsPartOfATransactionThatWasRefused() throws Exception {
    var client = DaprUnderTest.newClient();
    try {
      refuse(client, "statestore", fresh("part"), fresh("versioned"));
    } finally {
      client.close();
    }
  }

  private static void refuse(DaprClient client, String store, String part, String versioned) {
    client.saveState(store, versioned, "old").block();
    var firstWrite = new StateOptions(null, StateOptions.Concurrency.FIRST_WRITE);
    var transaction =
        List.<TransactionalStateOperation<?>>of(
            upsert(new State<>(part, "new", "")),
            upsert(new State<>(versioned, "new", "77", firstWrite)));

    assertThatThrownBy(() -> client.executeStateTransaction(store, transaction).block())
        .isInstanceOf(DaprException.class);

    assertThat(value(client, store, versioned)).contains("old");
    assertThat(value(client, store, part)).contains("new");
  }

  private static Optional<String> value(DaprClient client, String store, String key) {
    return client.getState(store, key, String.class).map(State::getValue).blockOptional();
  }

  private static TransactionalStateOperation<String> upsert(State<String> state) {
    return new TransactionalStateOperation<>(OperationType.UPSERT, state);
  }

  @Test
  void aCompensatedRunStaysSoWhenALateHostSavesThatItCompleted() {
    var completed = new TaskId(fresh("late-"));
    var gaveUp = new TaskId(fresh("late-"));
    workflows().start(request(completed));
    ended(WorkflowId.of(completed));
    outside().notifier().answer(gaveUp, new Failed("no such address", false));
    workflows().start(request(gaveUp));
    var end = ended(WorkflowId.of(gaveUp));
    assertThat(end.result().orElseThrow().status()).isEqualTo(Outcome.FAILED);
    events(gaveUp.value(), 6);

    var last = "history-%06d".formatted(count(completed, "history-*") - 1);
    saveLate(completed, gaveUp, last); // where the other run began to compensate
    saveLate(completed, gaveUp, "customStatus");

    assertThat(workflows().find(WorkflowId.of(gaveUp))).contains(end);
  }

  @Test
  void aCompletedRunStaysSoWhenALateHostSavesThatItRuns() {
    var running = new TaskId(fresh("late-"));
    var completed = new TaskId(fresh("late-"));
    workflows().start(request(completed));
    var end = ended(WorkflowId.of(completed));
    var gate = outside().notifier().hold(running, new Sent());
    workflows().start(request(running));
    eventually(
        () ->
            assertThat(step(workflows().find(WorkflowId.of(running)).orElseThrow(), "notify"))
                .matches(step -> step.status() == Status.RUNNING));

    saveLate(running, completed, "customStatus");
    gate.open();

    assertThat(workflows().find(WorkflowId.of(completed))).contains(end);
    ended(WorkflowId.of(running));
  }

  private static void saveLate(TaskId from, TaskId to, String part) {
    var saved =
        redis("EVAL", SAVE_LATE, "2", key(from, part), key(to, part), escaped(from), to.value());
    assertThat(saved).as("the new version of %s", key(to, part)).matches("[2-9]|[1-9]\\d+");
  }

  private static int count(TaskId task, String parts) {
    return redis("KEYS", key(task, parts)).split("\n", -1).length;
  }

  private static String key(TaskId task, String part) {
    return "task-agent-system||dapr.internal.default.task-agent-system.workflow||"
        + WorkflowId.of(task).value()
        + "||"
        + part;
  }

  /** Escapes dashes, which are special in Lua's patterns. */
  private static String escaped(TaskId task) {
    return task.value().replace("-", "%-");
  }

  private static String redis(String... command) {
    return DaprUnderTest.cluster().redis(command).trim();
  }
}
