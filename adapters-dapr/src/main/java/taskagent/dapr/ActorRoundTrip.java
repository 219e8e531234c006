package taskagent.dapr;

import io.dapr.actors.ActorId;
import io.dapr.actors.client.ActorProxyBuilder;
import java.util.Optional;
import taskagent.domain.port.Readiness;
import taskagent.domain.port.Unavailable;

/** Ready is an engine that can have an actor take a turn which reads from the store. */
final class ActorRoundTrip implements Readiness {

  /** No task has such an id. */
  private static final ActorId NOBODY = new ActorId("_ready");

  private final ActorProxyBuilder<TaskActor> actors;

  ActorRoundTrip(ActorProxyBuilder<TaskActor> actors) {
    this.actors = actors;
  }

  @Override
  public Optional<String> notReady() {
    try {
      Envelope.open(actors.build(NOBODY).ping());
      return Optional.empty();
    } catch (Unavailable e) {
      return Optional.of("An actor cannot take a turn: " + e.reason() + ".");
    }
  }
}
