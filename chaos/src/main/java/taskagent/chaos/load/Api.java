package taskagent.chaos.load;

import java.io.IOException;
import taskagent.chaos.check.Op;
import taskagent.chaos.check.Reply;
import taskagent.chaos.check.Seen;

/** A way to ask the system. */
public interface Api {

  /** Asks for something. Does not throw: that no answer came is an answer. */
  Reply perform(Op op);

  /**
   * What is known of a task and its saga.
   *
   * @throws IOException if that is not told now
   */
  Seen.Task task(String id) throws IOException;

  /**
   * What is in a user's history.
   *
   * @throws IOException if that is not told now
   */
  Seen.Chat chat(String user) throws IOException;
}
