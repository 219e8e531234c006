package taskagent.domain.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import taskagent.domain.audit.AuditAction;
import taskagent.domain.audit.AuditChange;
import taskagent.domain.audit.AuditKind;
import taskagent.domain.explain.RunStep;
import taskagent.domain.port.Notifier.Sent;
import taskagent.domain.port.Tasks.Removal;
import taskagent.domain.processing.Workflow;
import taskagent.domain.processing.WorkflowId;
import taskagent.domain.saga.StepState;
import taskagent.domain.task.TaskCommand;
import taskagent.domain.task.TaskId;
import taskagent.domain.task.TaskSnapshot;
import taskagent.domain.view.Changes;
import taskagent.domain.view.Changes.Kind;
import taskagent.domain.view.Changes.Part;
import taskagent.domain.view.Changes.Stored;

/** How every engine tells the lists what has changed. */
public abstract class ChangesContract extends EngineContract {

  /** Has what the entries of the log name, and looks at nothing else. */
  private final class Reader {

    private final Map<String, TaskSnapshot> tasks = new HashMap<>();
    private final Map<String, Workflow> runs = new HashMap<>();
    private long position = changes().last();

    private void follow() {
      while (true) {
        var found = changes().after(position, 3).orElseThrow();
        if (found.isEmpty()) {
          return;
        }
        for (var change : found) {
          assertThat(change.seq()).isEqualTo(position + 1);
          position = change.seq();
          switch (change.kind()) {
            case TASK -> put(tasks, change.id(), now(changes()::tasks, change.id()));
            case RUN -> put(runs, change.id(), now(changes()::runs, change.id()));
            case AUDIT -> {}
          }
        }
      }
    }

    private static <T> void put(Map<String, T> all, String id, Optional<Stored<T>> now) {
      now.ifPresentOrElse(found -> all.put(id, found.value()), () -> all.remove(id));
    }

    Optional<TaskSnapshot> task(TaskId id) {
      follow();
      return Optional.ofNullable(tasks.get(id.value()));
    }

    Optional<Workflow> run(TaskId id) {
      follow();
      return Optional.ofNullable(runs.get(WorkflowId.of(id).value()));
    }
  }

  private Changes changes() {
    return engine().changes();
  }

  @Test
  void aReaderHasEachTaskAndRunAsTheEngineHasIt() {
    var reader = new Reader();
    var task = newTask();
    workflows().start(request(task));
    eventually(() -> assertThat(reader.run(task)).as("a run that was accepted").isPresent());
    var end = ended(WorkflowId.of(task));
    eventually(() -> assertThat(reader.run(task)).contains(end));
    eventually(() -> assertThat(reader.task(task)).isEqualTo(tasks().find(task)));

    assertThat(tasks().run(task, List.of(new TaskCommand.Complete(newCommand())))).hasSize(1);
    eventually(() -> assertThat(reader.task(task)).isEqualTo(tasks().find(task)));
  }

  @Test
  void aReaderHasTheStepThatRuns() {
    var reader = new Reader();
    var task = newTask();
    var gate = outside().notifier().hold(task, new Sent());
    workflows().start(request(task));
    eventually(
        () ->
            assertThat(reader.run(task).flatMap(RunStep::of).map(RunStep::name))
                .contains("notify"));
    assertThat(reader.run(task).orElseThrow().status()).isEqualTo(Workflow.Status.RUNNING);
    gate.open();
    var end = ended(WorkflowId.of(task));
    eventually(() -> assertThat(reader.run(task)).contains(end));
    assertThat(step(end, "notify").status()).isEqualTo(StepState.Status.DONE);
  }

  @Test
  void aRemovedTaskLeaves() {
    var reader = new Reader();
    var task = newTask();
    workflows().start(request(task));
    ended(WorkflowId.of(task));
    assertThat(tasks().run(task, List.of(new TaskCommand.Complete(newCommand())))).hasSize(1);
    eventually(() -> assertThat(reader.task(task)).isPresent());
    assertThat(tasks().remove(task)).isEqualTo(Removal.DONE);
    eventually(() -> assertThat(reader.task(task)).isEmpty());
  }

  private static <T> Optional<Stored<T>> now(
      Function<Collection<String>, Map<String, Stored<T>>> read, String id) {
    return Optional.ofNullable(read.apply(List.of(id)).get(id));
  }

  @Test
  void manyAreReadAtOnceAndThoseThatThereAreNot() {
    var tasks = List.of(newTask(), newTask(), newTask());
    tasks.forEach(task -> workflows().start(request(task)));
    tasks.forEach(task -> ended(WorkflowId.of(task)));
    var ids = Stream.concat(tasks.stream(), Stream.of(newTask())).map(TaskId::value).toList();
    var found = changes().tasks(ids);
    assertThat(found.keySet()).isEqualTo(Set.copyOf(ids.subList(0, 3)));
    found.forEach((id, task) -> assertThat(task.value().id()).isEqualTo(new TaskId(id)));
  }

  @Test
  void allPartsTogetherHaveEverything() {
    var task = newTask();
    workflows().start(request(task));
    var end = ended(WorkflowId.of(task));
    var ofTask = now(changes()::tasks, task.value()).orElseThrow();
    assertThat(all(changes()::tasks)).contains(ofTask);
    assertThat(all(changes()::runs)).extracting(Stored::value).contains(end);
    assertThat(now(changes()::tasks, task.value()).map(Stored::number)).contains(ofTask.number());
  }

  @Test
  void whatCallersChangeIsToldAndKept() {
    long before = changes().last();
    var task = newTask();
    var change =
        new AuditChange(
            Optional.of("ada"),
            AuditAction.CANCEL,
            AuditKind.TASK,
            task.value(),
            Optional.of("a detail"),
            Optional.of(task + "/key"));
    engine().audit().add(change);
    engine().audit().add(change); // repeated
    var told =
        changes().after(before, 1_000).orElseThrow().stream()
            .filter(entry -> entry.kind() == Kind.AUDIT)
            .flatMap(entry -> now(changes()::audits, entry.id()).stream())
            .filter(entry -> entry.value().id().equals(task.value()))
            .toList();
    assertThat(told).isNotEmpty();
    var entry = told.getFirst().value();
    assertThat(entry).isEqualTo(change.entry(() -> "", entry.at()));
    assertThat(told).allMatch(other -> other.value().key().equals(entry.key()));
    engine().restart(Duration.ZERO);
    assertThat(all(changes()::audits)).contains(told.getFirst());
  }

  /** Reads a part. */
  private interface Parts<T> {
    Part<T> at(long place, int limit);
  }

  private static <T> List<Stored<T>> all(Parts<T> parts) {
    var all = new ArrayList<Stored<T>>();
    var next = OptionalLong.of(0);
    while (next.isPresent()) {
      var part = parts.at(next.getAsLong(), 10);
      all.addAll(part.rows());
      next = part.next();
    }
    return all;
  }

  @Test
  void aReaderCanAskForAnEntry() {
    var reader = new Reader();
    var task = newTask();
    workflows().start(request(task));
    ended(WorkflowId.of(task));
    eventually(() -> assertThat(reader.task(task)).isPresent());
    reader.tasks.clear();
    changes().add(Kind.TASK, task.value());
    eventually(() -> assertThat(reader.task(task)).isPresent());
  }

  @Test
  void aReaderThatWaitsIsWoken() throws InterruptedException {
    long last = changes().last();
    workflows().start(request(newTask()));
    long begun = System.nanoTime();
    while (changes().after(last, 1).orElseThrow().isEmpty()) {
      changes().await(last, Duration.ofSeconds(1));
      assertThat(System.nanoTime() - begun).isLessThan(patience().toNanos());
    }
    assertThat(changes().waitingSince(last)).isPresent();
  }

  @Test
  void theLogHasOneEpoch() {
    assertThat(changes().epoch()).isNotEmpty().isEqualTo(changes().epoch());
  }
}
