package taskagent.chaos.check;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the system and those outside of it say when it is at rest.
 *
 * @param tasks by id, those that were ever asked for
 * @param chats what is in the history of each user
 * @param notified the distinct keys of the notifications that came in, by task
 * @param troubled the tasks of which a notification was not taken well, so that their sagas may
 *     fail
 * @param published the types of the events that came in, by task and version
 * @param overdue when it was first heard that a task is overdue, by the clock of who heard it
 * @param compensated the workflows whose compensation was published
 * @param pending how many events wait to be published
 * @param dead how many events were set aside
 * @param threads how many threads the busiest process has
 * @param at when this was seen
 */
public record Seen(
    Map<String, Task> tasks,
    Map<String, Chat> chats,
    Map<String, Set<String>> notified,
    Set<String> troubled,
    Map<String, Map<Long, String>> published,
    Map<String, Instant> overdue,
    Set<String> compensated,
    long pending,
    long dead,
    long threads,
    Instant at) {

  /** An entry of a timeline; {@code from} is empty for the first. */
  public record Entry(Instant at, String type, String from, String to) {}

  /**
   * A task and its saga.
   *
   * @param workflow RUNNING, COMPLETED or FAILED; empty if there is none
   * @param outcome of the saga; empty while there is none
   * @param status of the task; empty if there is none
   */
  public record Task(
      String id,
      String workflow,
      String outcome,
      String status,
      Optional<String> assignee,
      Optional<Instant> deadline,
      long version,
      List<Entry> timeline) {

    /** Whether the task exists. */
    public boolean exists() {
      return !status.isEmpty();
    }

    /** The types of the timeline's entries, in order. */
    public List<String> types() {
      return timeline.stream().map(Entry::type).toList();
    }
  }

  /** What one user said, oldest first, and how many messages the history says there were. */
  public record Chat(long total, List<String> said) {}
}
