package taskagent.domain.run;

import java.util.List;
import java.util.Optional;
import taskagent.domain.saga.CurrentAction;

/**
 * A run of any kind with all that others can know of it.
 *
 * @param action what its saga does now; empty if this version does not know its kind
 * @param children the child runs that have not ended, in the order of their steps
 */
public record RunDetails(RunView view, Optional<CurrentAction> action, List<RunView> children) {

  /** Copies the list. */
  public RunDetails {
    children = List.copyOf(children);
  }
}
