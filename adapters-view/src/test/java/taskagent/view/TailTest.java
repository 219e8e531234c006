package taskagent.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import taskagent.domain.processing.WorkflowId;
import taskagent.domain.run.RunId;
import taskagent.domain.task.TaskId;
import taskagent.domain.task.TaskSnapshot;
import taskagent.domain.view.Feed.Entry;
import taskagent.domain.view.Feed.Part;
import taskagent.domain.view.Feed.Position;
import taskagent.domain.view.Feed.RunEntry;
import taskagent.domain.view.Feed.TaskEntry;

/** The newest entries, and readers at any position. */
final class TailTest {

  private static final RunId RUN = WorkflowId.of(new TaskId("t"));

  private final Tail tail = new Tail(4);

  private static List<Entry> entries(long... numbers) {
    return LongStream.of(numbers)
        .<Entry>mapToObj(seq -> new RunEntry(seq, RUN, Optional.empty(), Optional.empty()))
        .toList();
  }

  private static Position at(long seq) {
    return new Position("e", seq);
  }

  private Optional<Part> after(long seq, int limit) throws InterruptedException {
    return tail.after(at(seq), limit, Duration.ZERO);
  }

  @Test
  void aReaderGetsWhatFollowsItsPosition() throws InterruptedException {
    tail.restart("e", 10);
    assertThat(after(10, 9)).contains(new Part(List.of(), at(10)));
    tail.append(entries(12, 13), 15);
    assertThat(after(10, 9)).contains(new Part(entries(12, 13), at(15)));
    assertThat(after(12, 9)).contains(new Part(entries(13), at(15)));
    assertThat(after(14, 9)).contains(new Part(List.of(), at(15)));
    assertThat(after(10, 1)).contains(new Part(entries(12), at(12)));
    assertThat(after(16, 9)).as("of a list that is newer").contains(new Part(List.of(), at(16)));
  }

  /** A reader that comes from another process may not know the last change of an item. */
  @Test
  void anEntryThatChangesNothingRepeatsTheLastChange() {
    var task = new Draws(new Random(1)).task("t", 1);
    var later = new Draws(new Random(2)).task("t", 2);
    var id = task.id();
    tail.restart("e", 10);
    var unchanged = new TaskEntry(13, id, Optional.of(later), Optional.of(later));
    assertThat(unchanged.changes()).isFalse();
    assertThat(tail.again(unchanged)).isEmpty();
    tail.append(List.of(new TaskEntry(11, id, Optional.of(task), Optional.of(later))), 11);
    tail.append(entries(12), 12);
    assertThat(tail.again(unchanged))
        .contains(new TaskEntry(13, id, Optional.of(task), Optional.of(later)));
    assertThat(tail.again(new RunEntry(13, RUN, Optional.empty(), Optional.empty())))
        .contains(new RunEntry(13, RUN, Optional.empty(), Optional.empty()));
    tail.append(entries(13, 14, 15, 16), 16);
    assertThat(tail.again(unchanged)).as("it is not there any more").isEmpty();
  }

  @Test
  void whatIsNotThereIsNotPassedOver() throws InterruptedException {
    tail.restart("e", 10);
    tail.append(entries(11, 12, 13, 14, 15, 16), 16);
    assertThat(after(11, 9)).isEmpty();
    assertThat(after(12, 9)).contains(new Part(entries(13, 14, 15, 16), at(16)));
    assertThat(after(9, 9)).isEmpty();
    assertThat(tail.continues(at(11))).isFalse();
    assertThat(tail.continues(at(12))).isTrue();
    assertThat(tail.continues(new Position("other", 12))).isFalse();
    tail.restart("e", 20);
    assertThat(after(16, 9)).isEmpty();
    assertThat(after(20, 9)).contains(new Part(List.of(), at(20)));
  }

  @Test
  void longDescriptionsAreKeptForAShorterTime() throws InterruptedException {
    tail.restart("e", 0);
    var draws = new Draws(new Random(1));
    for (long seq = 1; seq <= 3; seq++) {
      var task = draws.task("t", seq);
      var large =
          new TaskSnapshot(
              task.id(),
              task.title(),
              "d".repeat(1_500_000),
              task.status(),
              task.assignee(),
              task.deadline(),
              task.createdAt(),
              task.updatedAt(),
              seq);
      tail.append(
          List.of(new TaskEntry(seq, task.id(), Optional.empty(), Optional.of(large))), seq);
    }
    assertThat(after(0, 9)).isEmpty();
    assertThat(after(1, 9).orElseThrow().entries()).extracting(Entry::seq).containsExactly(2L, 3L);
  }

  @Test
  void aReaderWaitsUntilSomethingFollows() throws Exception {
    tail.restart("e", 1);
    var waiting =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return tail.after(at(1), 9, Duration.ofSeconds(20));
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            },
            Thread::startVirtualThread);
    tail.append(entries(2), 2);
    assertThat(waiting.get(20, TimeUnit.SECONDS)).contains(new Part(entries(2), at(2)));
  }
}
