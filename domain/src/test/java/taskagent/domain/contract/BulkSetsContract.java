package taskagent.domain.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import taskagent.domain.bulk.BulkId;
import taskagent.domain.bulk.BulkProgress;
import taskagent.domain.bulk.BulkProgress.Refusal;
import taskagent.domain.bulk.BulkSets;
import taskagent.domain.task.TaskId;

/** How every engine stores the ids of bulks and their progress. */
@NullUnmarked // the field is set before each test
public abstract class BulkSetsContract {

  private static final BulkSets.Key SET = new BulkSets.Key(BulkId.of("contract"), "a-set");
  private static final BulkSets.Key OTHER = new BulkSets.Key(BulkId.of("contract"), "another");
  private static final List<TaskId> IDS = List.of(new TaskId("t2"), new TaskId("t1"));

  private BulkSets sets;

  /** Opens a store without sets. */
  protected abstract BulkSets open();

  @BeforeEach
  final void openSets() {
    sets = open();
  }

  @Test
  void aChunkHasItsIdsInTheirOrder() {
    sets.add(SET, 1, IDS);

    assertThat(sets.chunk(SET, 1)).contains(IDS);
    assertThat(sets.chunk(SET, 0)).isEmpty();
    assertThat(sets.chunk(OTHER, 1)).isEmpty();
  }

  @Test
  void onlyOneStoresTheProgressAfterAChunk() {
    assertThat(sets.progress(SET)).isEqualTo(BulkProgress.NONE);
    var first = BulkProgress.NONE.plus(1, List.of(new Refusal(IDS.getLast(), "not \"now\"")));

    assertThat(sets.advance(SET, first)).isTrue();
    assertThat(sets.advance(SET, BulkProgress.NONE.plus(2, List.of()))).isFalse();
    assertThat(sets.progress(SET)).isEqualTo(first);

    var second = first.plus(2, List.of());
    assertThat(sets.advance(SET, second)).isTrue();
    assertThat(sets.advance(SET, first)).isFalse();
    assertThat(sets.progress(SET)).isEqualTo(second);
    assertThat(sets.progress(OTHER)).isEqualTo(BulkProgress.NONE);
  }

  @Test
  void aRemovedSetIsGone() {
    sets.add(SET, 0, IDS);
    sets.add(SET, 1, IDS);
    sets.add(OTHER, 0, IDS);

    sets.remove(SET, 2);

    assertThat(sets.chunk(SET, 0)).isEmpty();
    assertThat(sets.chunk(SET, 1)).isEmpty();
    assertThat(sets.chunk(OTHER, 0)).contains(IDS);
  }
}
