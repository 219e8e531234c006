package taskagent.domain.port;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import taskagent.domain.port.EventPublisher.Event;

/** The events that no attempt could publish, for operators (specification §6). */
public interface DeadLetters {

  /**
   * One dead letter.
   *
   * @param number identifies it, and rises
   * @param deadAt when the engine gave up
   * @param tries how often it was attempted
   * @param reason why the last attempt failed
   */
  record DeadLetter(long number, Event event, Instant deadAt, int tries, String reason) {}

  /**
   * A part of the list.
   *
   * @param next the number after which the next part begins; empty if this is the last one
   */
  record Page(List<DeadLetter> items, OptionalLong next) {

    /** Copies the list. */
    public Page {
      items = List.copyOf(items);
    }
  }

  /** Returns the dead letters after this number, oldest first. */
  Page list(long after, int limit);

  /** Returns a dead letter. */
  Optional<DeadLetter> find(long number);

  /**
   * Publishes a dead letter again, as if it were a new event. It keeps its id.
   *
   * @return false if there is no such dead letter
   */
  boolean replay(long number);

  /** Publishes again all dead letters that are there now. Returns their number. */
  long replayAll();

  /**
   * Deletes a dead letter.
   *
   * @return false if there is no such dead letter
   */
  boolean drop(long number);
}
