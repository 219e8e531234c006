package taskagent.dapr.actor;

import static org.assertj.core.api.Assertions.assertThat;

import io.dapr.client.DaprClient;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import taskagent.dapr.change.ChangeRecords;
import taskagent.dapr.event.PubsubOutbox;
import taskagent.dapr.store.Documents;
import taskagent.dapr.store.MemoryStore;
import taskagent.dapr.store.Removals;
import taskagent.domain.engine.Retention;
import taskagent.domain.port.Activity;
import taskagent.domain.port.Unavailable;
import taskagent.domain.task.CommandId;
import taskagent.domain.task.TaskCommand;
import taskagent.domain.task.TaskId;
import taskagent.domain.task.TaskSnapshot;

/**
 * Whatever fails while a task changes, a reader that looks only at what the change log names has
 * the task as it is, once its actor's reminder has fired.
 */
final class TaskChangesProperties {

  private static final List<TaskId> TASKS = List.of(new TaskId("t1"), new TaskId("t2"));

  /** What happens to two tasks, and a reader of the log. */
  private static final class Scene implements AutoCloseable {

    private final Random random;
    private final AtomicLong time = new AtomicLong(1_000);
    private final MemoryStore store = new MemoryStore();
    private final DaprClient client = store.client();
    private final Documents documents = new Documents(client, "statestore");
    private final Deadlines deadlines = new Deadlines(documents);
    private final ChangeRecords records =
        ChangeRecords.among(documents, Retention.DEFAULT, this::now);
    private final TaskTurns turns =
        new TaskTurns(
            documents,
            new Removals(documents, Retention.DEFAULT, this::now),
            deadlines,
            new PubsubOutbox(client, "pubsub"),
            records,
            ActorStates.none(),
            this::now,
            Activity.none());
    private final Map<TaskId, OutboxProgress> actors = new HashMap<>();
    private final Map<String, TaskSnapshot> read = new HashMap<>();
    private long position;
    private int commands;

    Scene(long seed) {
      random = new Random(seed);
    }

    private Instant now() {
      return Instant.ofEpochMilli(time.incrementAndGet());
    }

    void step() {
      var task = TASKS.get(random.nextInt(TASKS.size()));
      switch (random.nextInt(6)) {
        case 0 -> follow();
        case 1 -> actors.remove(task); // the actor moves, or its host dies
        case 2 -> remind(task);
        default -> change(task);
      }
    }

    private OutboxProgress actor(TaskId task) {
      return actors.computeIfAbsent(task, _ -> new OutboxProgress(() -> true, System::nanoTime));
    }

    private void change(TaskId task) {
      boolean failing = random.nextInt(3) == 0;
      store.publishes(!failing || random.nextBoolean());
      store.failing(key -> failing && !key.startsWith("store") && random.nextInt(4) == 0);
      try {
        assertThat(turns.run(task, List.of(command()), actor(task), new Ignored())).hasSize(1);
      } catch (Unavailable e) {
        actors.remove(task); // the client may try again, or not
      } finally {
        store.failing(_ -> false);
        store.publishes(true);
      }
    }

    private TaskCommand command() {
      var id = new CommandId("c" + commands++);
      return switch (random.nextInt(5)) {
        case 0 -> new TaskCommand.Assign(id, random.nextBoolean() ? "ada" : "bob");
        case 1 -> new TaskCommand.SetDeadline(id, now().plusSeconds(random.nextInt(1_000)));
        case 2 -> new TaskCommand.Start(id);
        case 3 -> random.nextInt(8) == 0 ? new TaskCommand.Complete(id) : new TaskCommand.Start(id);
        default -> new TaskCommand.Create(id, "A title", "A description");
      };
    }

    void remind(TaskId task) {
      assertThat(turns.publish(task, actor(task))).isTrue();
    }

    void follow() {
      while (true) {
        var found = records.log().after(position, 2).orElseThrow();
        if (found.isEmpty()) {
          return;
        }
        position = found.getLast().seq();
        for (var change : found) {
          turns.task(new TaskId(change.id())).ifPresent(task -> read.put(change.id(), task));
        }
      }
    }

    @Override
    public void close() {
      records.close();
      deadlines.close();
    }
  }

  private static final class Ignored implements TaskTurns.Reminders {
    @Override
    public void set(Instant deadline, Instant now) {}

    @Override
    public void cancel(Instant deadline) {}
  }

  @Property(tries = 100, shrinking = ShrinkingMode.OFF)
  void aReaderHasTheTasksAsTheyAre(@ForAll long seed) {
    try (var scene = new Scene(seed)) {
      for (int i = 0; i < 60; i++) {
        scene.step();
      }
      TASKS.forEach(scene::remind);
      scene.follow();
      for (var task : TASKS) {
        assertThat(Optional.ofNullable(scene.read.get(task.value())))
            .isEqualTo(scene.turns.task(task));
        if (scene.turns.task(task).isPresent()) {
          assertThat(scene.records.taskIds().part(0, 100).entries()).contains(task.value());
        }
      }
    }
  }
}
