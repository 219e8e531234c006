package taskagent.domain.port;

import java.util.Optional;
import taskagent.domain.access.Caller;

/** The tokens by which callers show who they are (specification §15). */
public interface Tokens {

  /**
   * Returns who shows a token; empty if the token is not, or no longer, valid. The token must not
   * appear in any log or message.
   *
   * @throws Unavailable if this cannot be told now
   */
  Optional<Caller.Known> holder(String token);
}
