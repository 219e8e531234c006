package taskagent.domain.engine;

import java.util.Optional;
import taskagent.domain.run.Run;
import taskagent.domain.saga.Directive;
import taskagent.domain.saga.SagaState;

/** Where a drive has left a run. */
public sealed interface Reached {

  /**
   * The run has to call the outside now, with this permit.
   *
   * @param interrupted true if an earlier process may have made this call already
   * @param trace the trace of the run
   */
  record Outside(
      Run run, Directive.Run directive, boolean interrupted, Optional<String> trace, Permit permit)
      implements Reached {}

  /** The run waits for the time that its store knows. */
  record Waiting() implements Reached {}

  /** The run has continued as new. Its next generation is due. */
  record Continued() implements Reached {}

  /** The run has ended. */
  record Ended(Run run, SagaState state) implements Reached {}
}
