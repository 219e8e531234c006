package taskagent.domain.engine;

import java.util.List;
import taskagent.domain.port.Unavailable;
import taskagent.domain.saga.Attempt;
import taskagent.domain.saga.Target;
import taskagent.domain.saga.Verdict;

/**
 * Carries out the commands of a saga on one {@link Target}.
 *
 * @param <I> the input of the saga
 * @param <C> the commands of the target
 */
public interface Host<I, C> {

  /** A command, and the attempt that sends it. */
  record Sent<I, C>(Attempt<I> attempt, C command) {}

  /**
   * Runs commands in their order, up to the first that does not succeed.
   *
   * @param commands at least one; all of one mode
   * @return one verdict for each command that was decided
   * @throws Unavailable if the engine cannot be reached
   */
  List<Verdict> run(List<Sent<I, C>> commands);
}
