package taskagent.dapr.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import taskagent.dapr.change.ChangeRecords;
import taskagent.dapr.store.MemoryStore;
import taskagent.dapr.store.Removals;
import taskagent.domain.contract.ManualClock;
import taskagent.domain.engine.Kinds;
import taskagent.domain.engine.Retention;
import taskagent.domain.port.Notifier;
import taskagent.domain.port.Removed;
import taskagent.domain.processing.TaskProcessing;
import taskagent.domain.processing.TaskRequest;
import taskagent.domain.processing.WorkflowId;
import taskagent.domain.processing.WorkflowRun;
import taskagent.domain.saga.SagaMachine;
import taskagent.domain.task.TaskId;
import taskagent.json.RegistrationJson.Registration;
import taskagent.json.RunJson;

/** Registrations in a store in memory. */
final class RegistrationsTest {

  private final ManualClock clock = new ManualClock();
  private final MemoryStore store = new MemoryStore();
  private final Registrations registrations =
      new Registrations(
          Kinds.ofTasks(RunJson.CODEC, _ -> new Notifier.Sent()),
          store.documents(),
          new Removals(store.documents(), Retention.DEFAULT, clock),
          new RunChanges(ChangeRecords.among(store.documents(), Retention.DEFAULT, clock)));

  private static WorkflowRun run() {
    var task = new TaskId("task-1");
    return WorkflowRun.accepted(
        WorkflowId.of(task), new TaskRequest(task, "T", "D", "ann", 60), ManualClock.START);
  }

  @Test
  void aRunThatHasEndedIsThereUntilItsDocumentIsRemoved() {
    var run = run();
    registrations.create(Registration.of(run, 1));
    var end = new SagaMachine(TaskProcessing.SAGA).start(run.id().value(), ManualClock.START);
    registrations.expire(run.id(), end.state());

    registrations.check(run.id());
    assertThat(registrations.present(run.id())).isPresent();
    assertThat(registrations.taken(run.id())).isTrue();

    store.delete("run-" + run.id().value());
    assertThatThrownBy(() -> registrations.check(run.id())).isInstanceOf(Removed.class);
    assertThatThrownBy(() -> registrations.present(run.id())).isInstanceOf(Removed.class);
    assertThat(registrations.taken(run.id())).isTrue();
  }
}
