package taskagent.app.client;

import java.time.Clock;
import java.time.InstantSource;
import java.util.Map;

/**
 * What a client command takes from its surroundings.
 *
 * @param environment the variables of the process
 * @param clock the clock of this machine
 * @param retries how requests are repeated
 */
record ClientContext(Map<String, String> environment, InstantSource clock, RequestRetries retries) {

  /** Returns the surroundings of this process. */
  static ClientContext ofThisProcess() {
    return new ClientContext(System.getenv(), Clock.systemUTC(), RequestRetries.usual());
  }
}
