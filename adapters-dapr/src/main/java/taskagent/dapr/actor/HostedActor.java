package taskagent.dapr.actor;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;

import io.dapr.actors.ActorId;
import io.dapr.actors.runtime.AbstractActor;
import io.dapr.actors.runtime.ActorRuntimeContext;
import io.dapr.actors.runtime.Remindable;
import io.dapr.utils.TypeRef;
import java.time.Duration;
import java.util.Map;
import reactor.core.publisher.Mono;
import taskagent.dapr.metric.EngineMetrics;
import taskagent.dapr.sidecar.SidecarCalls;
import taskagent.domain.port.Unavailable;

/**
 * The base class of the actors: reminders that fire repeatedly until their work is done. One of
 * them publishes events that may be unpublished.
 *
 * <p>Each concrete class must itself implement {@link Remindable}, because the SDK does not look at
 * inherited interfaces and would silently drop every reminder.
 */
abstract class HostedActor extends AbstractActor implements Remindable<byte[]> {

  private static final System.Logger LOG = System.getLogger(HostedActor.class.getName());
  private static final byte[] NOTHING = {};
  private static final String OUTBOX = "outbox";

  /** The period of a reminder that fired early or whose work failed. */
  private static final Duration AGAIN = Duration.ofSeconds(5);

  /** How long a turn waits until the outbox reminder is set. After that it goes on without one. */
  private static final Duration SET_WITHIN = Duration.ofSeconds(1);

  private final String type;
  private final String idField;
  private final EngineMetrics metrics;
  private final OutboxProgress pending = new OutboxProgress(this::comeBack, System::nanoTime);

  /**
   * Creates an actor.
   *
   * @param idField the name of its id in the log
   */
  HostedActor(
      ActorRuntimeContext<?> context,
      ActorId id,
      String type,
      String idField,
      EngineMetrics metrics) {
    super(context, id);
    this.metrics = metrics;
    this.type = type;
    this.idField = idField;
  }

  /** Returns which of the saved events are published. */
  final OutboxProgress pending() {
    return pending;
  }

  /** Publishes the events that may be unpublished. Returns true if none is left. */
  abstract boolean publish();

  /** Handles a reminder of the aggregate. */
  abstract void remind(String name);

  @Override
  protected final Mono<Void> onActivate() {
    return Mono.fromRunnable(
        () -> {
          log("activated");
          if (serves()) {
            metrics.actorActivated(type);
          }
        });
  }

  @Override
  protected final Mono<Void> onDeactivate() {
    return Mono.fromRunnable(
        () -> {
          log("deactivated");
          if (serves()) {
            metrics.actorDeactivated(type);
          }
        });
  }

  /** Actors whose ids begin with an underscore only serve health checks. */
  private boolean serves() {
    return !getId().toString().startsWith("_");
  }

  private void log(String change) {
    var id = getId().toString().replaceAll("\\p{Cntrl}", "?");
    LOG.log(serves() ? INFO : DEBUG, "{0}", type + " " + change, Map.of(idField, id));
  }

  @Override
  public final TypeRef<byte[]> getStateType() {
    return TypeRef.BYTE_ARRAY;
  }

  /** Never fails. Dapr drops a reminder after some failed calls. */
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
      LOG.log(DEBUG, "reminder {0} of {1} will fire again: {2}", name, getId(), e.reason());
    } catch (RuntimeException e) {
      LOG.log(ERROR, () -> "reminder " + name + " of " + getId() + " failed", e);
    }
  }

  /**
   * Sets the outbox reminder. Returns true if the reminder will fire. The scheduler may be
   * unavailable, and conversations work without it.
   */
  private boolean comeBack() {
    try {
      SidecarCalls.of(
          registerReminder(OUTBOX, NOTHING, OutboxProgress.BACK_AFTER, AGAIN).timeout(SET_WITHIN));
      return true;
    } catch (Unavailable e) {
      LOG.log(
          DEBUG,
          "no reminder for the events of {0}, which may stay unpublished until its next turn: {1}",
          getId(),
          e.reason());
      return false;
    }
  }

  /** Sets a reminder that fires after some time, and repeatedly until it is cancelled. */
  final void remember(String name, Duration in) {
    SidecarCalls.of(registerReminder(name, NOTHING, in, AGAIN));
  }

  /**
   * Cancels a reminder. If that fails, the reminder fires once more, does nothing and is cancelled
   * then.
   */
  final void forget(String name) {
    try {
      SidecarCalls.of(unregisterReminder(name));
    } catch (Unavailable e) {
      LOG.log(DEBUG, "reminder {0} of {1} is not cancelled: {2}", name, getId(), e.reason());
    }
  }
}
