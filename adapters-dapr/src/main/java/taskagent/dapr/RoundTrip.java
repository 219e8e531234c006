package taskagent.dapr;

import io.dapr.actors.ActorId;
import io.dapr.actors.client.ActorProxyBuilder;
import java.util.Optional;
import taskagent.domain.port.Readiness;
import taskagent.domain.port.Unavailable;

/**
 * Ready is an engine that can have an actor take a turn which reads from the store, and that can
 * reach the sidecar for workflows and for documents, too, which is by connections of their own.
 */
final class RoundTrip implements Readiness {

  /** No task has such an id. */
  private static final ActorId NOBODY = new ActorId("_ready");

  private final ActorProxyBuilder<TaskActor> actors;

  private final Instances instances;
  private final Documents documents;

  RoundTrip(ActorProxyBuilder<TaskActor> actors, Instances instances, Documents documents) {
    this.actors = actors;
    this.instances = instances;
    this.documents = documents;
  }

  @Override
  public Optional<String> notReady() {
    try {
      Envelope.open(actors.build(NOBODY).ping());
      instances.connect();
      documents.probe(); // the actor may be on another replica, and has read by its sidecar
      return Optional.empty();
    } catch (Unavailable e) {
      return Optional.of("An actor cannot take a turn: " + e.reason() + ".");
    }
  }
}
