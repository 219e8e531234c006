package taskagent.dapr.actor;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.ToIntFunction;
import taskagent.domain.port.EventPublisher.Event;

/**
 * Tracks which events of an aggregate's document are already published, while its actor is active.
 * This is only a hint: when it is lost, consumers receive an event twice. Because the actor may die
 * after saving and before publishing, a reminder that reactivates it is set before the save (ADR
 * 9).
 */
final class OutboxProgress {

  /** The delay of that reminder. */
  static final Duration BACK_AFTER = Duration.ofSeconds(15);

  /** How long a set reminder counts. Less than its delay, because a turn takes time. */
  private static final Duration REMINDED_FOR = Duration.ofSeconds(10);

  private final BooleanSupplier reminder;
  private final LongSupplier nanoTime;
  private final Set<String> published = new HashSet<>();
  private OptionalLong reminded = OptionalLong.empty();

  /**
   * Creates an empty tracker.
   *
   * @param reminder sets a reminder that fires after {@link #BACK_AFTER}, and repeatedly until
   *     nothing is left; returns false if it could not be set
   */
  OutboxProgress(BooleanSupplier reminder, LongSupplier nanoTime) {
    this.reminder = reminder;
    this.nanoTime = nanoTime;
  }

  /** Returns the events that are not known to be published. */
  List<Event> of(List<Event> outbox) {
    return outbox.stream().filter(event -> !published.contains(event.id())).toList();
  }

  /**
   * Prepares for saving a document with these events. One reminder covers everything that is saved
   * in the next seconds. Without a reminder the events are published all the same, unless the actor
   * dies before that.
   */
  void saving(List<Event> outbox) {
    if (!outbox.isEmpty()) {
      remind();
    }
  }

  private void remind() {
    long now = nanoTime.getAsLong();
    if (!reminded(now) && reminder.getAsBoolean()) {
      reminded = OptionalLong.of(now);
    }
  }

  /**
   * Notes that another reminder has just fired. It fires again until it is cancelled, so it also
   * covers what this turn saves.
   */
  void covered() {
    reminded = OptionalLong.of(nanoTime.getAsLong());
  }

  /** Notes that the reminder is about to be cancelled. */
  void forgetting() {
    reminded = OptionalLong.empty();
  }

  private boolean reminded(long now) {
    return reminded.isPresent() && now - reminded.getAsLong() < REMINDED_FOR.toNanos();
  }

  /** Notes that the document was saved, and that it contains only unpublished events. */
  void saved() {
    published.clear();
  }

  /**
   * Publishes the unpublished events. If some are left, there is a reminder for them.
   *
   * @param publishing publishes events in order, and returns how many were accepted
   * @return true if none is left
   */
  boolean publish(List<Event> outbox, ToIntFunction<List<Event>> publishing) {
    var events = of(outbox);
    int taken = publishing.applyAsInt(events);
    events.stream().limit(taken).map(Event::id).forEach(published::add);
    boolean all = taken == events.size();
    if (!all) {
      remind();
    }
    return all;
  }
}
