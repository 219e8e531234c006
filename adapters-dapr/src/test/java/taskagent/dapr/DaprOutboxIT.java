package taskagent.dapr;

import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Tag;
import taskagent.domain.contract.EngineUnderTest;
import taskagent.domain.contract.OutboxContract;
import taskagent.domain.contract.Outside;
import taskagent.domain.port.EventPublisher.Event;

/** The Dapr engine keeps the contract. */
@Tag("docker")
final class DaprOutboxIT extends OutboxContract {

  @Override
  protected Outside newOutside() {
    return Outside.with(Clock.systemUTC());
  }

  @Override
  protected EngineUnderTest open(Outside outside) {
    return DaprUnderTest.open(outside);
  }

  @Override
  protected Duration patience() {
    return DaprUnderTest.PATIENCE;
  }

  /** Dapr hands ten of a topic's events on at once. An event's id ends with its task's version. */
  @Override
  protected List<Event> ordered(List<Event> events) {
    return events.stream()
        .sorted(
            Comparator.comparingInt(
                event -> Integer.parseInt(event.id().substring(event.id().lastIndexOf('/') + 1))))
        .toList();
  }
}
