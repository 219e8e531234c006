package taskagent.bench.composed;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import taskagent.domain.task.TaskSnapshot;
import taskagent.domain.view.Changes.Change;
import taskagent.domain.view.Changes.Kind;
import taskagent.domain.view.Changes.Stored;

/** Tests that generated changes are those of an engine. */
final class GeneratedChangesTest {

  private static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochSecond(1_000_000));

  private final GeneratedChanges changes = new GeneratedChanges(25, CLOCK);

  @Test
  void tasksAreReadInParts() {
    assertThat(all())
        .hasSize(25)
        .extracting(Stored::number)
        .isSorted()
        .doesNotHaveDuplicates()
        .contains(1L, 25L);
    assertThat(all()).isEqualTo(all());
  }

  private List<Stored<TaskSnapshot>> all() {
    var rows = new ArrayList<Stored<TaskSnapshot>>();
    var next = OptionalLong.of(0);
    while (next.isPresent()) {
      var part = changes.tasks(next.getAsLong(), 10);
      rows.addAll(part.rows());
      next = part.next();
    }
    return rows;
  }

  @Test
  void anEntryNamesWhatItsChangeHasChanged() {
    var before = all();
    for (int i = 0; i < 100; i++) {
      changes.upsert();
    }

    var entries = changes.after(0, 1_000).orElseThrow();
    assertThat(entries).extracting(Change::kind).contains(Kind.TASK, Kind.RUN);
    assertThat(entries.getLast().seq()).isEqualTo(changes.last());
    assertThat(changes.after(changes.last() - 1, 10).orElseThrow())
        .containsExactly(entries.getLast());
    for (var stored : all()) {
      var id = stored.value().id().value();
      long named = entries.stream().filter(e -> e.kind() == Kind.TASK && e.id().equals(id)).count();
      assertThat(before.contains(stored)).as(id).isEqualTo(named == 0);
      assertThat(changes.tasks(List.of(id))).containsExactly(Map.entry(id, stored));
    }
    var run = GeneratedItems.runId(3);
    assertThat(changes.runs(List.of(run)).get(run))
        .extracting(stored -> stored.value().run().request().taskId())
        .isEqualTo(before.get(3).value().id());
    assertThat(changes.tasks(List.of(GeneratedItems.taskId(1_000)))).isEmpty();
  }
}
