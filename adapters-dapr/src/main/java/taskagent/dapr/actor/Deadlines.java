package taskagent.dapr.actor;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import taskagent.dapr.store.Documents;
import taskagent.dapr.store.GroupCommit;
import taskagent.domain.port.Unavailable;
import taskagent.domain.task.TaskId;
import taskagent.json.TaskIdsJson;

/**
 * The index of deadlines: which tasks have one in which ten seconds. Dapr's reminders report
 * deadlines, and the {@link DeadlineKeeper} finds in this index those that they did not, for
 * example because the scheduler has lost its data (ADR 26).
 *
 * <p>A slot of ten seconds consists of several documents, so that each stays small although
 * thousands of tasks are due at the same time. An entry stays although the deadline is moved: the
 * keeper looks at the task.
 */
public final class Deadlines implements AutoCloseable {

  /** The length of a slot. */
  static final Duration SLOT = Duration.ofSeconds(10);

  private static final String PREFIX = "due-";
  private static final int PARTS = 16;

  private final Documents documents;
  private final GroupCommit<Entry> commit = new GroupCommit<>("taskagent-deadlines", this::saveAll);

  private record Entry(long slot, TaskId task) {}

  /** Keeps the index among these documents. */
  public Deadlines(Documents documents) {
    this.documents = documents;
  }

  /** Adds a deadline. The future completes when that is durable. */
  CompletableFuture<Void> add(TaskId task, Instant deadline, Instant now) {
    // The keeper may have looked at the present slot already.
    var at = deadline.isAfter(now) ? deadline : now.plus(SLOT);
    return commit.begin(new Entry(slot(at), task));
  }

  /** Returns the number of the slot of a time. */
  static long slot(Instant time) {
    return time.getEpochSecond() / SLOT.toSeconds();
  }

  /** A slot: its documents, and the tasks that may have a deadline in it. */
  record Slot(Set<String> keys, List<TaskId> tasks) {}

  /**
   * Returns a slot.
   *
   * @throws Unavailable if the store is unavailable
   */
  Slot look(long slot) {
    var parts = documents.readAll(keys(slot));
    return new Slot(
        parts.keySet(),
        parts.values().stream()
            .flatMap(part -> TaskIdsJson.read(part.text()).stream())
            .distinct()
            .toList());
  }

  /**
   * Removes a slot. Nothing is added to it any more.
   *
   * @throws Unavailable if the store is unavailable
   */
  void remove(Slot slot) {
    slot.keys().forEach(documents::delete);
  }

  private static List<String> keys(long slot) {
    return IntStream.range(0, PARTS).mapToObj(part -> key(slot, part)).toList();
  }

  private static String key(long slot, int part) {
    return PREFIX + slot + "-" + part;
  }

  private void saveAll(List<Entry> added) {
    added.stream()
        .collect(
            Collectors.groupingBy(
                Entry::slot, Collectors.mapping(Entry::task, Collectors.toList())))
        .forEach(this::save);
  }

  private void save(long slot, List<TaskId> added) {
    documents.change(
        key(slot, ThreadLocalRandom.current().nextInt(PARTS)),
        before -> {
          var tasks = new ArrayList<TaskId>();
          before.map(TaskIdsJson::read).ifPresent(tasks::addAll);
          tasks.addAll(added);
          return TaskIdsJson.write(tasks);
        });
  }

  @Override
  public void close() {
    commit.close();
  }
}
