package taskagent.dapr;

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
 * What an actor knows, while it is active, of the events in its aggregate's document. Which of them
 * need not be published again is only a hint: forgotten, it costs consumers an event that they have
 * seen. The actor may die before it has published what it saved, so a reminder is set before that,
 * which brings it back (ADR 9).
 */
final class Pending {

  /** How soon it is brought back. */
  static final Duration BACK_AFTER = Duration.ofSeconds(15);

  /** For how long no other reminder is needed: less, as a turn takes its time. */
  private static final Duration REMINDED_FOR = Duration.ofSeconds(10);

  private final BooleanSupplier reminder;
  private final LongSupplier nanoTime;
  private final Set<String> published = new HashSet<>();
  private OptionalLong reminded = OptionalLong.empty();

  /**
   * Nothing is known.
   *
   * @param reminder has the actor brought back after {@link #BACK_AFTER}, and again until nothing
   *     is left, if that can be had now
   */
  Pending(BooleanSupplier reminder, LongSupplier nanoTime) {
    this.reminder = reminder;
    this.nanoTime = nanoTime;
  }

  /** Those that are not known to be published. */
  List<Event> of(List<Event> outbox) {
    return outbox.stream().filter(event -> !published.contains(event.id())).toList();
  }

  /**
   * The document is about to be saved with these. One reminder serves all that is saved in the next
   * seconds. Without one they are published all the same, unless the actor dies just then.
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

  /** The reminder is about to be forgotten. */
  void forgetting() {
    reminded = OptionalLong.empty();
  }

  private boolean reminded(long now) {
    return reminded.isPresent() && now - reminded.getAsLong() < REMINDED_FOR.toNanos();
  }

  /** The document was saved with none but those that are not known to be published. */
  void saved() {
    published.clear();
  }

  /**
   * Publishes what is not known to be published. For what is left there is a reminder.
   *
   * @param publishing publishes events in their order, and says how many were taken
   * @return whether nothing is left
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
