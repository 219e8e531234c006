package taskagent.domain.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import taskagent.domain.conversation.UserId;
import taskagent.domain.engine.Host.Sent;
import taskagent.domain.memory.InMemoryBulkSets;
import taskagent.domain.port.Activity;
import taskagent.domain.port.Tasks;
import taskagent.domain.run.InputRun;
import taskagent.domain.run.Run;
import taskagent.domain.run.RunId;
import taskagent.domain.saga.Attempt;
import taskagent.domain.saga.SagaProgress;
import taskagent.domain.saga.StepCall;
import taskagent.domain.saga.Verdict;
import taskagent.domain.task.CommandId;
import taskagent.domain.task.Task;
import taskagent.domain.task.TaskAnswer;
import taskagent.domain.task.TaskCommand;
import taskagent.domain.task.TaskEvent;
import taskagent.domain.task.TaskId;
import taskagent.domain.task.TaskSnapshot;

/** A bulk crashes at any points, and works on its chunk again. */
final class BulkCrashProperties {

  private static final RunId ID = BulkId.of("property");
  private static final int CHUNK = 4;

  private final Map<TaskId, Task> stored = new LinkedHashMap<>();
  private final List<TaskEvent> events = new ArrayList<>();
  private final InMemoryBulkSets sets = new InMemoryBulkSets();
  private int reported;
  private List<Integer> crashes = List.of();
  private int operation;

  /** The process stops. */
  private static final class Crash extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** Crashes before an effect if its number is even, and after one if it is odd. */
  private <T> T crashable(Supplier<T> effect) {
    crashIf(operation++);
    var result = effect.get();
    crashIf(operation++);
    return result;
  }

  private void crashIf(int at) {
    if (crashes.contains(at)) {
      throw new Crash();
    }
  }

  private final class CrashingTasks implements Tasks {

    @Override
    public List<TaskAnswer> run(TaskId id, List<TaskCommand> commands) {
      return crashable(() -> List.of(decided(id, commands.getFirst())));
    }

    private TaskAnswer decided(TaskId id, TaskCommand command) {
      var decision = Task.decide(id, Optional.ofNullable(stored.get(id)), command, Instant.EPOCH);
      decision.task().ifPresent(task -> stored.put(id, task));
      events.addAll(decision.events());
      return decision.answer();
    }

    @Override
    public Optional<TaskSnapshot> find(TaskId id) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<List<TaskEvent>> timeline(TaskId id) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Removal remove(TaskId id) {
      throw new UnsupportedOperationException();
    }
  }

  private final class CrashingSets implements BulkSets {

    @Override
    public void add(Key set, int chunk, List<TaskId> ids) {
      sets.add(set, chunk, ids);
    }

    @Override
    public Optional<List<TaskId>> chunk(Key set, int chunk) {
      return sets.chunk(set, chunk);
    }

    @Override
    public BulkProgress progress(Key set) {
      return sets.progress(set);
    }

    @Override
    public boolean advance(Key set, BulkProgress next) {
      return crashable(() -> sets.advance(set, next));
    }

    @Override
    public void remove(Key set, int chunks) {
      sets.remove(set, chunks);
    }
  }

  private final BulkHost host =
      new BulkHost(
          new CrashingTasks(),
          new CrashingSets(),
          new Activity() {
            @Override
            public void taskChanged(TaskEvent event) {}

            @Override
            public void sagaProgressed(Run run, SagaProgress progress) {}

            @Override
            public void messageAnswered(UserId user, long seq) {}

            @Override
            public void bulkAdvanced(RunId bulk, int done, int refused, int left) {
              reported += done + refused;
            }
          });

  @Property
  void eachTaskIsCancelledOnceAndTheCountsAddUp(
      @ForAll @IntRange(min = 1, max = 15) int count,
      @ForAll @IntRange(min = 0, max = 4) int missing,
      @ForAll @Size(max = 12) List<@IntRange(max = 40) Integer> crashPoints) {
    int absent = Math.min(count, missing);
    var ids = IntStream.range(0, count).mapToObj(i -> new TaskId("t" + i)).toList();
    begin(ids.subList(absent, count), crashPoints);
    var order =
        new BulkOrder("set", new BulkAction.Cancel(), Optional.empty(), false, count, CHUNK, "all");
    var set = new BulkSets.Key(ID, order.set());
    for (int chunk = 0; chunk < order.chunks(); chunk++) {
      sets.add(set, chunk, ids.subList(chunk * CHUNK, Math.min(count, (chunk + 1) * CHUNK)));
    }

    for (int chunk = 0; chunk < order.chunks(); chunk++) {
      work(order, chunk);
      work(order, chunk); // its result was lost
    }

    var progress = sets.progress(set);
    assertThat(progress.done()).isEqualTo(count - absent);
    assertThat(progress.refused()).isEqualTo(absent);
    assertThat(progress.chunks()).isEqualTo(order.chunks());
    assertThat(progress.first())
        .extracting(BulkProgress.Refusal::task)
        .isEqualTo(ids.subList(0, absent));
    assertThat(events).extracting(TaskEvent::task).isEqualTo(ids.subList(absent, count));
    assertThat(events)
        .allSatisfy(
            event ->
                assertThat(event.by().value()).isEqualTo(ID + "/" + ids.indexOf(event.task())));
    assertThat(reported).isLessThanOrEqualTo(count); // a report may be lost in a crash
  }

  /** Begins with these tasks, and forgets what was before. */
  private void begin(List<TaskId> existing, List<Integer> crashPoints) {
    stored.clear();
    sets.clear();
    reported = 0;
    crashes = List.of();
    for (var id : existing) {
      new CrashingTasks()
          .run(id, new TaskCommand.Create(new CommandId("c"), "A fine title", "To be cancelled"));
    }
    events.clear();
    operation = 0;
    crashes = crashPoints;
  }

  /** Works on a chunk until no crash interrupts it. */
  private void work(BulkOrder order, int chunk) {
    InputRun<Bulk> run = BulkKind.run(ID, order, Instant.EPOCH).with(new Bulk(order, chunk));
    var call = new StepCall(ID.value(), "work", StepCall.Mode.DO, 1);
    var attempt = new Attempt<>(run, call, List.of(), false);
    while (true) {
      try {
        assertThat(host.run(List.of(new Sent<>(attempt, BulkKind.Chunk.of(run)))))
            .containsExactly(new Verdict.Done());
        return;
      } catch (Crash e) {
        // the run is driven again from its journal, and makes the same call
      }
    }
  }
}
