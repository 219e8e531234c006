package taskagent.dapr;

import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Tag;
import taskagent.domain.contract.EngineUnderTest;
import taskagent.domain.contract.OutboxContract;
import taskagent.domain.contract.ScriptedOutside;
import taskagent.domain.port.EventPublisher.Event;

/** Runs the contract on the Dapr engine. */
@Tag("docker")
final class DaprOutboxIT extends OutboxContract {

  @Override
  protected ScriptedOutside newOutside() {
    return ScriptedOutside.with(Clock.systemUTC());
  }

  @Override
  protected EngineUnderTest open(ScriptedOutside outside) {
    return DaprUnderTest.open(outside);
  }

  @Override
  protected Duration patience() {
    return DaprUnderTest.PATIENCE;
  }

  /**
   * Dapr delivers ten events of a topic at the same time. An event's id ends with its task's
   * version.
   */
  @Override
  protected List<Event> ordered(List<Event> events) {
    return events.stream()
        .sorted(
            Comparator.comparingInt(
                event -> Integer.parseInt(event.id().substring(event.id().lastIndexOf('/') + 1))))
        .toList();
  }
}
