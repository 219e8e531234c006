package taskagent.dapr.change;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import taskagent.dapr.store.GroupCommit;
import taskagent.dapr.store.MemoryStore;
import taskagent.dapr.store.Pages;
import taskagent.domain.view.Changes.Kind;

/** The ids of all tasks. */
final class IdIndexTest {

  private final MemoryStore store = new MemoryStore();
  private Instant now = Instant.ofEpochMilli(5_000);
  private final IdIndex index = new IdIndex(Kind.TASK, store.documents(), () -> now);

  @AfterEach
  void close() {
    index.close();
  }

  private void add(List<String> ids) {
    ids.stream().map(index::add).toList().forEach(GroupCommit::await);
  }

  private List<String> all() {
    var all = new ArrayList<String>();
    for (var place = OptionalLong.of(0); place.isPresent(); ) {
      var part = index.part(place.getAsLong(), 30);
      all.addAll(part.entries());
      place = part.next();
    }
    return all;
  }

  private static List<String> ids(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> "t" + i).toList();
  }

  @Test
  void itHasEachIdOfEachPage() {
    assertThat(all()).isEmpty();
    add(ids(0, 120));
    add(List.of("t119"));
    assertThat(all()).isEqualTo(ids(0, 120));
    assertThat(index.part(Pages.SIZE, 1_000).entries()).isEqualTo(ids(50, 100));
  }

  @Test
  void idsOfWhatWasRemovedAreForgotten() {
    add(ids(0, 120));
    var gone = Set.copyOf(ids(0, 30));
    index.forget(0, gone);
    assertThat(all()).as("they may be about to be saved").isEqualTo(ids(0, 120));
    now = now.plus(Duration.ofHours(2));
    index.forget(0, gone);
    assertThat(all()).isEqualTo(ids(30, 120));
    index.forget(0, Set.of("t30"));
    assertThat(all()).as("one id is not worth a save").isEqualTo(ids(30, 120));
    index.forget(Pages.SIZE + 7, Set.copyOf(ids(50, 100)));
    assertThat(all()).as("an empty page").containsAll(ids(100, 120)).hasSize(40);
  }

  @Test
  void idsThatAreAddedLaterAreNotForgotten() {
    add(ids(0, 10));
    now = now.plus(Duration.ofHours(2));
    add(ids(0, 10)); // they are used again
    index.forget(0, new HashSet<>(ids(0, 10)));
    assertThat(all()).isEqualTo(ids(0, 10));
  }
}
