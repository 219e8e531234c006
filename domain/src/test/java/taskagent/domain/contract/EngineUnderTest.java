package taskagent.domain.contract;

import java.time.Duration;
import taskagent.domain.port.Conversations;
import taskagent.domain.port.Tasks;
import taskagent.domain.port.Workflows;

/** An engine as the contracts see it. */
public interface EngineUnderTest extends AutoCloseable {

  /** Its tasks; asked for anew after a restart. */
  Tasks tasks();

  /** Its conversations; asked for anew after a restart. */
  Conversations conversations();

  /** Its workflows; asked for anew after a restart. */
  Workflows workflows();

  /**
   * Has that much time pass: moves the clock, and has the engine notice. What is due then may still
   * be under way on return.
   */
  void advance(Duration by);

  /**
   * Stops the engine, as abruptly as it can be, has that much time pass, and starts it again on
   * what it wrote down. Calls to the outside that were under way are not waited for.
   */
  void restart(Duration meanwhile);

  @Override
  void close();
}
