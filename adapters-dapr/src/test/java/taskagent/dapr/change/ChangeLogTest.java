package taskagent.dapr.change;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import taskagent.dapr.store.GroupCommit;
import taskagent.dapr.store.MemoryStore;
import taskagent.dapr.store.Pages;
import taskagent.domain.view.Changes.Change;
import taskagent.domain.view.Changes.Kind;
import taskagent.json.EntriesJson.Entry;

/** The log that all replicas share. */
final class ChangeLogTest {

  private static final Instant AT = Instant.ofEpochMilli(5_000);

  private final MemoryStore store = new MemoryStore();
  private final List<ChangeLog> opened = new ArrayList<>();
  private Instant now = AT;

  private ChangeLog replica() {
    var log = new ChangeLog(store.documents(), () -> now);
    opened.add(log);
    return log;
  }

  @AfterEach
  void close() {
    opened.forEach(ChangeLog::close);
  }

  private static void add(ChangeLog log, String id) {
    GroupCommit.await(log.add(Kind.TASK, id));
  }

  /** Adds many entries at once. */
  private void fill(int entries) {
    var pages =
        new Pages<>(
            store.documents(), "changes-", 100_000 / Pages.SIZE, ChangeLog.FORM, Optional.empty());
    var all = IntStream.range(0, entries).mapToObj(i -> new Entry(Kind.RUN, "r" + i, AT)).toList();
    for (int from = 0; from < entries; from += 5_000) {
      long _ = pages.append(all.subList(from, Math.min(entries, from + 5_000)));
    }
  }

  private static List<Change> all(ChangeLog log, long from, int limit) {
    var all = new ArrayList<Change>();
    while (true) {
      long after = from + all.size();
      var found = log.after(after, limit).orElseThrow();
      if (found.isEmpty()) {
        return all;
      }
      all.addAll(found);
    }
  }

  @Test
  void entriesAreNumberedInTheOrderInWhichTheyWereAdded() {
    var log = replica();
    assertThat(log.last()).isZero();
    assertThat(log.after(0, 10)).contains(List.of());
    add(log, "a");
    GroupCommit.await(log.add(Kind.RUN, "b"));
    var expected = List.of(new Change(1, Kind.TASK, "a", AT), new Change(2, Kind.RUN, "b", AT));
    assertThat(log.after(0, 10)).contains(expected);
    assertThat(replica().after(1, 10)).contains(expected.subList(1, 2));
    assertThat(log.last()).isEqualTo(2);
  }

  @Test
  void severalReplicasAddToOneLog() {
    var replicas = List.of(replica(), replica(), replica());
    var added = new ArrayList<CompletableFuture<Void>>();
    for (int i = 0; i < 900; i++) {
      added.add(replicas.get(i % 3).add(Kind.TASK, "t" + i));
    }
    added.forEach(GroupCommit::await);
    var found = all(replica(), 0, 70);
    assertThat(found)
        .extracting(Change::seq)
        .isEqualTo(LongStream.rangeClosed(1, 900).boxed().toList());
    assertThat(found)
        .extracting(Change::id)
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, 900).mapToObj(i -> "t" + i).toList());
    assertThat(replicas.getFirst().last()).isEqualTo(900);
  }

  @Test
  void aReaderWhoseEntriesAreGoneIsTold() {
    fill(100_000 + Pages.SIZE);
    var log = replica();
    assertThat(log.after(0, 10)).isEmpty();
    assertThat(log.after(Pages.SIZE, 10).orElseThrow()).hasSize(10);
    assertThat(log.last()).isEqualTo(100_000 + Pages.SIZE);
    assertThat(store.keys("changes-")).isEqualTo(2_001); // and the number of the last one
  }

  @Test
  void aReaderOfALogThatWasLongerIsTold() { // the store was restored from a backup
    fill(Pages.SIZE + 5);
    var log = replica();
    assertThat(log.after(Pages.SIZE + 5, 10)).contains(List.of());
    assertThat(log.after(Pages.SIZE + 6, 10)).isEmpty();
    assertThat(log.after(3 * Pages.SIZE, 10)).isEmpty();
  }

  @Test
  void aRestoredLogGoesOnWithoutAHole() {
    var log = replica();
    add(log, "kept");
    var restore = store.backup();
    fill(3 * Pages.SIZE);
    add(log, "lost");
    assertThat(log.after(3 * Pages.SIZE, 10)).isPresent();
    restore.run();
    assertThat(log.after(3 * Pages.SIZE + 2, 10)).isEmpty();
    add(log, "new");
    assertThat(all(log, 0, 10)).extracting(Change::id).containsExactly("kept", "new");
    assertThat(log.last()).isEqualTo(2);
    assertThat(log.waitingSince(2)).isEmpty();
  }

  /** A replica died between beginning a page and saying so. */
  @Test
  void aPageThatNobodyAnnouncedIsFollowed() {
    fill(Pages.SIZE);
    store.failing(key -> key.equals("changes-last"));
    assertThat(replica().add(Kind.TASK, "a")).failsWithin(Duration.ofSeconds(20));
    store.failing(_ -> false);
    var log = replica();
    assertThat(log.last()).isEqualTo(Pages.SIZE + 1);
    add(log, "b");
    assertThat(all(log, Pages.SIZE, 10)).extracting(Change::id).containsExactly("a", "b");
    fill(Pages.SIZE - 2); // the unannounced page is full now, and no other is begun
    assertThat(log.after(2 * Pages.SIZE, 10)).contains(List.of());
    add(replica(), "c");
    assertThat(all(log, 2 * Pages.SIZE, 10)).extracting(Change::id).containsExactly("c");
  }

  @Test
  void aFullPageIsFollowedByAnother() {
    fill(Pages.SIZE);
    var log = replica();
    assertThat(log.after(Pages.SIZE, 10)).contains(List.of());
    add(log, "next");
    assertThat(log.after(Pages.SIZE, 10))
        .contains(List.of(new Change(Pages.SIZE + 1, Kind.TASK, "next", AT)));
  }

  @Test
  void aReplicaThatWasAwayForLongAddsAtTheEnd() {
    var away = replica();
    add(away, "before");
    fill(100_000 + Pages.SIZE);
    add(away, "after");
    assertThat(away.last()).isEqualTo(100_000 + Pages.SIZE + 2);
  }

  @Test
  void anEntryThatCannotBeSavedIsNotThere() {
    var log = replica();
    store.failing(key -> key.startsWith("changes-"));
    var added = log.add(Kind.TASK, "a");
    assertThat(added).failsWithin(Duration.ofSeconds(20));
    store.failing(_ -> false);
    add(log, "b");
    assertThat(all(log, 0, 10)).extracting(Change::id).containsExactly("b");
  }

  @Test
  void itSaysHowLongAnEntryHasWaited() {
    var log = replica();
    assertThat(log.after(0, 10)).isPresent();
    assertThat(log.waitingSince(0)).isEmpty();
    add(log, "a");
    assertThat(log.waitingSince(0)).contains(AT);
    now = AT.plusMillis(300);
    assertThat(log.after(0, 10)).isPresent();
    assertThat(log.waitingSince(0)).contains(AT);
    assertThat(log.waitingSince(1)).isEmpty();
    now = AT.plusMillis(2_000); // and nobody could look since
    assertThat(log.waitingSince(1)).contains(AT.plusMillis(300));
  }

  @Property(tries = 20, shrinking = ShrinkingMode.OFF)
  void whateverFailsTheEntriesThatWereConfirmedAreThereOnceInOneOrder(@ForAll long seed) {
    var random = new Random(seed);
    var flaky = new MemoryStore();
    var confirmed = new ArrayList<String>();
    try (var one = new ChangeLog(flaky.documents(), () -> AT);
        var other = new ChangeLog(flaky.documents(), () -> AT)) {
      for (int i = 0; i < 500; i++) {
        int percent = random.nextInt(3) == 0 ? 30 : 0;
        flaky.failing(key -> key.startsWith("changes-") && random.nextInt(100) < percent);
        var id = "t" + i;
        var added = (random.nextBoolean() ? one : other).add(Kind.TASK, id);
        if (!added.handle((_, e) -> e != null).join()) {
          confirmed.add(id);
        }
      }
      flaky.failing(_ -> false);
      var found = all(one, 0, 1 + random.nextInt(250));
      assertThat(found).isEqualTo(all(other, 0, 200));
      assertThat(found.stream().map(Change::id).distinct()).containsAll(confirmed);
    }
  }
}
