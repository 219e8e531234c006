package taskagent.http;

import java.util.Map;
import java.util.Optional;
import taskagent.domain.contract.ManualClock;
import taskagent.domain.contract.Outside;
import taskagent.domain.memory.InMemoryEngine;

/** An engine in memory, to serve. */
final class Fakes {

  private Fakes() {}

  static Engine engine() {
    var engine = InMemoryEngine.inCallersThread(Outside.with(new ManualClock()));
    return new Engine(
        engine.tasks(), engine.conversations(), engine.workflows(), Optional::empty, Map.of());
  }
}
