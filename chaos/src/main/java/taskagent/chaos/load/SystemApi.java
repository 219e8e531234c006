package taskagent.chaos.load;

import java.io.IOException;
import taskagent.chaos.check.CallResult;
import taskagent.chaos.check.ClientRequest;
import taskagent.chaos.check.ObservedState;

/** The requests that a client can send to the system. */
public interface SystemApi {

  /** Sends a request. Does not throw: if no answer comes, the result says so. */
  CallResult perform(ClientRequest op);

  /**
   * Returns a task and its saga.
   *
   * @throws IOException if the system does not answer
   */
  ObservedState.ObservedTask task(String id) throws IOException;

  /**
   * Returns a user's history.
   *
   * @throws IOException if the system does not answer
   */
  ObservedState.ObservedChat chat(String user) throws IOException;
}
