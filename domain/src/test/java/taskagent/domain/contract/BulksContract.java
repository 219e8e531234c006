package taskagent.domain.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import taskagent.domain.bulk.BulkAction;
import taskagent.domain.bulk.BulkId;
import taskagent.domain.bulk.BulkProgress;
import taskagent.domain.bulk.BulkProgress.Refusal;
import taskagent.domain.bulk.BulkRequest;
import taskagent.domain.bulk.BulkSets;
import taskagent.domain.bulk.BulkView;
import taskagent.domain.bulk.BulkView.State;
import taskagent.domain.bulk.Bulks;
import taskagent.domain.bulk.Bulks.Begun;
import taskagent.domain.bulk.RunBulks;
import taskagent.domain.port.Workflows.Cancelled;
import taskagent.domain.run.RunId;
import taskagent.domain.task.TaskCommand;
import taskagent.domain.task.TaskEvent;
import taskagent.domain.task.TaskId;
import taskagent.domain.task.TaskStatus;

/** How every engine does the same with many tasks (specification §14). */
public abstract class BulksContract extends EngineContract {

  /** Small, so that a few tasks are several chunks. */
  private static final int CHUNK = 2;

  /** Longer than the rest between two chunks. */
  private static final Duration REST = Duration.ofSeconds(1);

  /** Call again after a restart. */
  private Bulks bulks() {
    return new RunBulks(engine().runs(), engine().bulkSets(), outside().clock(), CHUNK);
  }

  private List<TaskId> created(int count) {
    var ids = Stream.generate(EngineContract::newTask).limit(count).toList();
    for (var id : ids) {
      tasks().run(id, new TaskCommand.Create(newCommand(), "A fine title", "To be cancelled"));
    }
    return ids;
  }

  private static RunId newBulk() {
    return BulkId.of(fresh("contract-"));
  }

  private static BulkRequest cancel(RunId id, List<TaskId> ids) {
    return new BulkRequest(id, fresh("set-"), new BulkAction.Cancel(), ids, "cancel them");
  }

  private BulkView ended(RunId id, State state) {
    eventually(
        () -> {
          engine().advance(REST);
          assertThat(bulks().find(id).orElseThrow().endedAt()).isPresent();
        });
    var bulk = bulks().find(id).orElseThrow();
    assertThat(bulk.state()).isEqualTo(state);
    return bulk;
  }

  private long cancellations(TaskId id) {
    return tasks().timeline(id).orElseThrow().stream()
        .filter(entry -> entry.type() == TaskEvent.Type.CANCELLED)
        .count();
  }

  @Test
  void eachTaskGetsTheCommandOnceAndRefusalsAreCounted() {
    var unknown = newTask();
    var ids = created(5);
    var all = new ArrayList<>(ids);
    all.add(3, unknown);
    var id = newBulk();

    assertThat(bulks().begin(cancel(id, all))).isEqualTo(Begun.ACCEPTED);

    var bulk = ended(id, State.COMPLETED);
    assertThat(bulk.progress())
        .isEqualTo(
            new BulkProgress(
                3, 5, 1, List.of(new Refusal(unknown, "there is no task " + unknown))));
    assertThat(bulk.left()).isZero();
    assertThat(bulk.order().count()).isEqualTo(6);
    assertThat(ids).allSatisfy(task -> assertThat(cancellations(task)).isEqualTo(1));
  }

  @Test
  void aRepeatedRequestBeginsNothing() {
    var id = newBulk();
    var ids = created(3);
    var first = cancel(id, ids);
    assertThat(bulks().begin(first)).isEqualTo(Begun.ACCEPTED);
    var again = cancel(id, ids);

    assertThat(bulks().repeated(id, again.fingerprint())).contains(Begun.ACCEPTED);
    assertThat(bulks().repeated(id, "something else")).contains(Begun.TAKEN);
    assertThat(bulks().repeated(newBulk(), again.fingerprint())).isEmpty();
    assertThat(bulks().begin(again)).isEqualTo(Begun.ACCEPTED);

    assertThat(engine().bulkSets().chunk(new BulkSets.Key(id, again.set()), 0)).isEmpty();
    assertThat(ended(id, State.COMPLETED).progress().done()).isEqualTo(3);
    assertThat(ids).allSatisfy(task -> assertThat(cancellations(task)).isEqualTo(1));
  }

  @Test
  void itGoesOnAfterARestart() {
    var id = newBulk();
    var ids = created(7);
    bulks().begin(cancel(id, ids));

    for (int i = 0; i < 3; i++) {
      engine().restart(REST);
    }

    assertThat(ended(id, State.COMPLETED).progress().done()).isEqualTo(7);
    assertThat(ids).allSatisfy(task -> assertThat(cancellations(task)).isEqualTo(1));
  }

  @Test
  void aStoppedBulkLeavesTheOtherTasksAsTheyAre() {
    var id = newBulk();
    var ids = created(20);
    bulks().begin(cancel(id, ids));
    eventually(
        () ->
            assertThat(bulks().find(id).orElseThrow().progress().chunks())
                .isGreaterThanOrEqualTo(1));

    assertThat(bulks().stop(id)).isEqualTo(new Cancelled.Accepted());

    var bulk = ended(id, State.STOPPED);
    assertThat(bulk.left()).isPositive();
    assertThat(
            ids.stream()
                .filter(task -> tasks().find(task).orElseThrow().status() == TaskStatus.PENDING))
        .hasSize(bulk.left())
        .containsExactlyElementsOf(ids.subList(ids.size() - bulk.left(), ids.size()));
    assertThat(bulks().stop(id)).isInstanceOf(Cancelled.Ended.class);
    assertThat(bulks().stop(newBulk())).isEqualTo(new Cancelled.Unknown());
  }

  @Test
  void anothersTaskIsRefusedAsUnknown() {
    var mine = newTask();
    tasks()
        .run(
            mine,
            new TaskCommand.Create(
                newCommand(), "A fine title", "To be cancelled", Optional.of("ada")));
    var others = created(1).getFirst();
    var id = newBulk();

    bulks().begin(cancel(id, List.of(others, mine)).by("ada", true));

    var bulk = ended(id, State.COMPLETED);
    assertThat(bulk.progress().first())
        .containsExactly(new Refusal(others, "there is no task " + others));
    assertThat(tasks().find(others).orElseThrow().status()).isEqualTo(TaskStatus.PENDING);
    assertThat(tasks().timeline(mine).orElseThrow().getLast().actor()).contains("ada");
  }
}
