package taskagent.dapr.event;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import taskagent.dapr.store.Documents;
import taskagent.domain.engine.Retention;
import taskagent.domain.port.EventPublisher;
import taskagent.domain.port.EventPublisher.Event;
import taskagent.json.Events;
import taskagent.json.Events.Position;
import taskagent.json.HandedOnJson;
import taskagent.json.HandedOnJson.HandedOn;

/**
 * Keeps the order of events in the state store, where all replicas see it: for each task and user
 * the number of the last event that is settled. An event without a place in an order has a mark of
 * its own, for a while.
 */
public final class StoredOrder implements EventOrder {

  private static final String PREFIX = "handed-";
  private static final String MARK = "seen-";

  /** How long the mark of an event is kept. Nothing is delivered again later than that. */
  private static final Duration MARKED = Duration.ofDays(1);

  /** How often to look for what other replicas have settled. */
  private static final Duration POLL = Duration.ofMillis(200);

  private final Documents documents;
  private final Retention retention;
  private final InstantSource clock;

  private final RecentValues<String> settledHere = new RecentValues<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition settling = lock.newCondition();

  /**
   * Keeps the order among these documents.
   *
   * @param retention how long the order of a task or user is kept after its last event: as long as
   *     the task or conversation itself
   */
  public StoredOrder(Documents documents, Retention retention, InstantSource clock) {
    this.documents = documents;
    this.retention = retention;
    this.clock = clock;
  }

  @Override
  public Place place(Event event) {
    return Events.position(event)
        .map(position -> place(event, position))
        .orElseGet(() -> isMarked(event.id()) ? new Place.Settled() : new Place.Next());
  }

  private Place place(Event event, Position position) {
    var handed = handed(position);
    boolean anew = handed.map(last -> beginsAnew(event, position, last)).orElse(true);
    if (!anew && position.number() <= handed.map(HandedOn::number).orElse(0L)) {
      return new Place.Settled();
    }
    long last = anew ? 0 : handed.map(HandedOn::number).orElse(0L);
    // A version that kept no order marked each event. Its replicas may run at the same time.
    return position.previous() <= last || isMarked(position.previousId())
        ? new Place.Next()
        : new Place.Early(handed.map(HandedOn::movedAt));
  }

  /** A task or user that was removed may exist again, with numbers that begin anew. */
  private static boolean beginsAnew(Event event, Position position, HandedOn last) {
    return position.number() <= last.number() && event.time().isAfter(last.time());
  }

  private Optional<HandedOn> handed(Position position) {
    return documents.read(PREFIX + position.of()).map(found -> HandedOnJson.read(found.text()));
  }

  private boolean isMarked(String id) {
    return documents.read(MARK + id).isPresent();
  }

  @Override
  public void refused(Event event) {
    Events.position(event).ifPresent(position -> change(event, position, this::moved));
  }

  /** The first refusal makes the document, so that the later events know that they must wait. */
  private HandedOn moved(Change change) {
    long previous = change.position().previous();
    return change
        .last()
        .map(last -> new HandedOn(Math.max(last.number(), previous), last.time(), change.now()))
        .orElseGet(() -> new HandedOn(previous, Instant.EPOCH, change.now()));
  }

  @Override
  public void settled(Event event) {
    Events.position(event)
        .ifPresentOrElse(
            position -> change(event, position, this::settled),
            () -> documents.create(MARK + event.id(), "{}", MARKED));
    lock.lock();
    try {
      boolean _ = settledHere.add(event.id());
      settling.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private HandedOn settled(Change change) {
    var event = change.event();
    long number = change.position().number();
    return change
        .last()
        .filter(last -> !beginsAnew(event, change.position(), last))
        .map(
            last ->
                new HandedOn(
                    Math.max(last.number(), number),
                    event.time().isAfter(last.time()) ? event.time() : last.time(),
                    change.now()))
        .orElseGet(() -> new HandedOn(number, event.time(), change.now()));
  }

  private record Change(Event event, Position position, Optional<HandedOn> last, Instant now) {}

  private void change(Event event, Position position, Function<Change, HandedOn> by) {
    var now = clock.instant();
    documents.change(
        PREFIX + position.of(),
        before ->
            HandedOnJson.write(
                by.apply(new Change(event, position, before.map(HandedOnJson::read), now))),
        kept(event));
  }

  private Optional<Duration> kept(Event event) {
    return Optional.of(
            event.topic().equals(EventPublisher.TASK_EVENTS)
                ? retention.tasks()
                : retention.conversations())
        .filter(time -> !time.isZero());
  }

  @Override
  public void await(Event event, Duration atMost) throws InterruptedException {
    var previous = Events.position(event).map(Position::previousId).orElse("");
    long left = Math.min(atMost.toNanos(), POLL.toNanos());
    lock.lockInterruptibly();
    try {
      while (!settledHere.contains(previous) && left > 0) {
        left = settling.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }
}
