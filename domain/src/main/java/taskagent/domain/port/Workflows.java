package taskagent.domain.port;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import taskagent.domain.processing.Corrections;
import taskagent.domain.processing.TaskRequest;
import taskagent.domain.processing.Workflow;
import taskagent.domain.run.RunId;

/**
 * The runs of the task saga. A started run is durable and reaches an outcome (specification §4).
 */
public interface Workflows {

  /** How often a wait checks whether it must stop. */
  Duration STOP_ASKED_EVERY = Duration.ofMillis(500);

  /** The answer to a request to start a run. */
  sealed interface Started {

    /** The run was started, now or by the same request before. */
    record Accepted(RunId id) implements Started {}

    /** The task was requested before with other data. */
    record Conflict(String reason) implements Started {}
  }

  /** The answer to a request to cancel a run. */
  sealed interface Cancelled {

    /** The saga will compensate its steps, if it does not do so already. */
    record Accepted() implements Cancelled {}

    /** The run does not exist. */
    record Unknown() implements Cancelled {}

    /** The run has ended. */
    record Ended(String reason) implements Cancelled {}
  }

  /** The answer to a request to retry a run. */
  sealed interface Retried {

    /** Another run was started. */
    record Accepted(RunId id) implements Retried {}

    /** Another run was started by the same request before. It may have ended. */
    record Repeated(RunId id) implements Retried {}

    /** The run does not exist. */
    record Unknown() implements Retried {}

    /** The run cannot be retried now. */
    record Conflict(String reason) implements Retried {}
  }

  /**
   * Starts a run for a new task. A repeated request gets the same answer and starts nothing.
   *
   * @throws Removed if the run was removed
   * @throws Unavailable if the engine cannot be reached
   */
  Started start(TaskRequest request);

  /**
   * Returns the current state of a run; empty if it does not exist.
   *
   * @throws Removed if the run was removed
   * @throws Unavailable if the engine cannot be reached
   */
  Optional<Workflow> find(RunId id);

  /**
   * Returns the state of a run when it has ended or the time is over; empty if it does not exist.
   *
   * @throws Removed if the run was removed
   * @throws Unavailable if the engine cannot be reached
   */
  default Optional<Workflow> await(RunId id, Duration atMost) {
    return await(id, atMost, () -> false);
  }

  /**
   * Does the same, but also returns soon after somebody asks it to stop.
   *
   * @param stop asked about every {@link #STOP_ASKED_EVERY}, always on the calling thread
   * @throws Removed if the run was removed
   * @throws Unavailable if the engine cannot be reached
   */
  Optional<Workflow> await(RunId id, Duration atMost, BooleanSupplier stop);

  /**
   * Cancels a run.
   *
   * @throws Removed if the run was removed
   * @throws Unavailable if the engine cannot be reached
   */
  Cancelled cancel(RunId id);

  /**
   * Starts another run for the task of a run that ended without completing.
   *
   * @throws Removed if the run was removed
   * @throws Unavailable if the engine cannot be reached
   */
  Retried retry(RunId id, Corrections corrections);
}
