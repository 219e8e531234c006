package taskagent.dapr.health;

import io.dapr.actors.ActorId;
import io.dapr.actors.client.ActorProxyBuilder;
import java.util.Optional;
import taskagent.dapr.actor.Envelope;
import taskagent.dapr.actor.TaskActor;
import taskagent.dapr.store.Documents;
import taskagent.dapr.workflow.WorkflowInstances;
import taskagent.domain.port.Readiness;
import taskagent.domain.port.Unavailable;

/**
 * The engine is ready when an actor can take a turn that reads from the store, and when the
 * separate connections for workflows and documents work as well.
 */
public final class DaprReadiness implements Readiness {

  /** The id of an actor for this check. No task can have it. */
  private static final ActorId NOBODY = new ActorId("_ready");

  private final ActorProxyBuilder<TaskActor> actors;
  private final WorkflowInstances instances;
  private final Documents documents;
  private final SidecarHealth sidecar;
  private volatile boolean joined;

  /** Checks actors, workflows and documents. */
  public DaprReadiness(
      ActorProxyBuilder<TaskActor> actors,
      WorkflowInstances instances,
      Documents documents,
      SidecarHealth sidecar) {
    this.actors = actors;
    this.instances = instances;
    this.documents = documents;
    this.sidecar = sidecar;
  }

  @Override
  public Optional<String> notReady() {
    try {
      if (!hasJoined()) {
        return Optional.of("The sidecar does not host the actors and workflows yet.");
      }
      Envelope.open(actors.build(NOBODY).ping());
      instances.connect();
      documents.probe(); // the actor may be on another replica and use another sidecar
      return Optional.empty();
    } catch (Unavailable e) {
      return Optional.of("An actor cannot take a turn: " + e.reason() + ".");
    }
  }

  /**
   * Returns true once this replica has been one of the hosts. When it becomes one, Dapr interrupts
   * the turns of all actors, so no request should come before that.
   */
  private boolean hasJoined() {
    if (!joined && sidecar.connected() && sidecar.hostsAll()) {
      joined = true;
    }
    return joined;
  }
}
