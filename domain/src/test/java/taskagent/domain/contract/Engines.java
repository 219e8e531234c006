package taskagent.domain.contract;

import java.time.Duration;
import taskagent.domain.processing.NotifyPolicy;

/** Opens engines of one kind for the contracts, and says how time passes for them. */
@FunctionalInterface
public interface Engines {

  /** Opens an engine with this outside. */
  EngineUnderTest open(ScriptedOutside outside);

  /** Returns the outside of an engine. Its clock stands still until a test moves it. */
  default ScriptedOutside newOutside() {
    return ScriptedOutside.with(new ManualClock());
  }

  /** How long an operation may take that does not wait for the clock of the engine. */
  default Duration patience() {
    return Duration.ofSeconds(10);
  }

  /** Returns the policy of the notify step. Where time is real, its waits must be seen in time. */
  default NotifyPolicy policy() {
    return NotifyPolicy.DEFAULT;
  }

  /** Returns true if the engine may make a call again without a restart, and says so in it. */
  default boolean mayRepeatCalls() {
    return false;
  }

  /** Returns how long a test waits where it would wait this long. Real time shortens it. */
  default Duration shortened(Duration wait) {
    return wait;
  }
}
