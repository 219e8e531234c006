package taskagent.chaos.check;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The state of the system, and what its receivers got.
 *
 * @param tasks every requested task, by id
 * @param chats the history of each user
 * @param notified the distinct keys of the received notifications, by task
 * @param troubled the tasks whose notification the receiver did not answer as usual, so that their
 *     sagas may fail
 * @param published the types of the received events, by task and version
 * @param overdue when the receiver first got the event that a task is overdue, by its own clock
 * @param compensated the tasks whose compensation was published
 * @param pending how many events are not published yet
 * @param dead how many events are dead
 * @param threads how many threads the largest process has
 * @param at when this was observed
 */
public record ObservedState(
    Map<String, ObservedTask> tasks,
    Map<String, ObservedChat> chats,
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
  public record ObservedEntry(Instant at, String type, String from, String to) {}

  /**
   * A task and its saga.
   *
   * @param workflow RUNNING, COMPLETED or FAILED; empty if there is none
   * @param outcome of the saga; empty while there is none
   * @param status of the task; empty if there is none
   */
  public record ObservedTask(
      String id,
      String workflow,
      String outcome,
      String status,
      Optional<String> assignee,
      Optional<Instant> deadline,
      long version,
      List<ObservedEntry> timeline) {

    /** Returns true if the task exists. */
    public boolean exists() {
      return !status.isEmpty();
    }

    /** Returns the types of the timeline's entries, in order. */
    public List<String> types() {
      return timeline.stream().map(ObservedEntry::type).toList();
    }
  }

  /** The messages of one user, oldest first, and the total of the history. */
  public record ObservedChat(long total, List<String> said) {}
}
