package taskagent.domain.engine;

import java.util.List;
import java.util.Optional;
import taskagent.domain.saga.StepResult;

/**
 * What a drive of a run begins with.
 *
 * @param first true if the run has not been driven before
 * @param interrupted true if a process stopped while it drove the run, so that the next call to the
 *     outside may have been made already
 * @param fromOutside the results of the call at which the run was parked
 * @param permit lets the run call the outside; without it, the run is only made due for such a call
 */
public record Drive(
    boolean first,
    boolean interrupted,
    Optional<List<StepResult>> fromOutside,
    Optional<Permit> permit) {

  /** Returns the first drive of a run. */
  public static Drive first(Optional<Permit> permit) {
    return new Drive(true, false, Optional.empty(), permit);
  }

  /** Returns a drive of a run that waits. */
  public static Drive on(boolean interrupted, Optional<Permit> permit) {
    return new Drive(false, interrupted, Optional.empty(), permit);
  }

  /** Returns the drive after a call to the outside. */
  public static Drive after(List<StepResult> fromOutside, Permit permit) {
    return new Drive(false, false, Optional.of(fromOutside), Optional.of(permit));
  }
}
