package taskagent.dapr;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.ERROR;

import io.dapr.actors.ActorId;
import io.dapr.actors.runtime.AbstractActor;
import io.dapr.actors.runtime.ActorRuntimeContext;
import io.dapr.actors.runtime.Remindable;
import io.dapr.utils.TypeRef;
import java.time.Duration;
import reactor.core.publisher.Mono;
import taskagent.domain.port.Unavailable;

/**
 * What the actors have in common: reminders that come again until what they are for is done. One of
 * them is for events that may not be published yet.
 *
 * <p>Each actor's own class must say that it is {@link Remindable}: the SDK does not see what it
 * has inherited, and would take every reminder for done.
 */
abstract class Hosted extends AbstractActor implements Remindable<byte[]> {

  private static final System.Logger LOG = System.getLogger(Hosted.class.getName());
  private static final byte[] NOTHING = {};
  private static final String OUTBOX = "outbox";

  /** How soon a reminder fires again that was early, or that nothing could be done about. */
  private static final Duration AGAIN = Duration.ofSeconds(5);

  /** How long a turn waits for that one, without which it goes on. */
  private static final Duration SET_WITHIN = Duration.ofSeconds(1);

  private final Pending pending = new Pending(this::comeBack, System::nanoTime);

  Hosted(ActorRuntimeContext<?> context, ActorId id) {
    super(context, id);
  }

  /** What is known of the events that are saved with the aggregate. */
  final Pending pending() {
    return pending;
  }

  /** Publishes what may not be published yet; whether nothing is left. */
  abstract boolean publish();

  /** A reminder of the aggregate's own fired. */
  abstract void remind(String name);

  @Override
  public final TypeRef<byte[]> getStateType() {
    return TypeRef.BYTE_ARRAY;
  }

  /** Never fails: what throws is dropped after some tries, and the reminder would be lost. */
  @Override
  public final Mono<Void> receiveReminder(
      String name, byte[] state, Duration due, Duration period) {
    return Mono.fromRunnable(() -> fired(name));
  }

  private void fired(String name) {
    try {
      if (!name.equals(OUTBOX)) {
        remind(name);
      } else if (publish()) {
        pending.forgetting();
        forget(name);
      }
    } catch (Unavailable e) {
      LOG.log(DEBUG, "reminder {0} of {1} comes again: {2}", name, getId(), e.reason());
    } catch (RuntimeException e) {
      LOG.log(ERROR, () -> "reminder " + name + " of " + getId() + " cannot act", e);
    }
  }

  /** Whether it will. The scheduler may be away, and conversations go on without it. */
  private boolean comeBack() {
    try {
      Reach.of(registerReminder(OUTBOX, NOTHING, Pending.BACK_AFTER, AGAIN).timeout(SET_WITHIN));
      return true;
    } catch (Unavailable e) {
      LOG.log(DEBUG, "events of {0} may wait for its next turn: {1}", getId(), e.reason());
      return false;
    }
  }

  /** Has a reminder fire then, and again and again until it is forgotten. */
  final void remember(String name, Duration in) {
    Reach.of(registerReminder(name, NOTHING, in, AGAIN));
  }

  /** One that stays fires again, does nothing, and is forgotten then. */
  final void forget(String name) {
    try {
      Reach.of(unregisterReminder(name));
    } catch (Unavailable e) {
      LOG.log(DEBUG, "reminder {0} of {1} stays: {2}", name, getId(), e.reason());
    }
  }
}
