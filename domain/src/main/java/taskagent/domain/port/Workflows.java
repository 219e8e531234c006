package taskagent.domain.port;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import taskagent.domain.processing.Corrections;
import taskagent.domain.processing.TaskRequest;
import taskagent.domain.processing.Workflow;
import taskagent.domain.run.RunDetails;
import taskagent.domain.run.RunId;
import taskagent.domain.saga.Signal;

/**
 * The runs of the task saga. A started run is durable and reaches an outcome (specification §4).
 * What does not depend on the saga holds for the runs of every kind.
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

  /** The answer to a request to try at once what a run waits to try. */
  sealed interface RetriedNow {

    /** The run ends its wait. */
    record Accepted() implements RetriedNow {}

    /** The run does not exist. */
    record Unknown() implements RetriedNow {}

    /** The run does not wait for an attempt. */
    record Refused(String reason) implements RetriedNow {}
  }

  /** The answer to a signal. */
  sealed interface Signalled {

    /** The signal is stored, and reaches the saga before its end. */
    record Accepted() implements Signalled {}

    /** The run does not exist. */
    record Unknown() implements Signalled {}

    /** The run has ended, or its kind does not hear the signal, or the payload is too long. */
    record Refused(String reason) implements Signalled {}
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
   * Returns a run of any kind with all that others can know of it, when it has ended or the time is
   * over; empty if it does not exist.
   *
   * @param atMost zero to return at once
   * @param stop see {@link #await(RunId, Duration, BooleanSupplier)}
   * @throws Removed if the run was removed
   * @throws Unavailable if the engine cannot be reached
   */
  Optional<RunDetails> details(RunId id, Duration atMost, BooleanSupplier stop);

  /**
   * Cancels a run of any kind.
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

  /**
   * Ends the wait of a run of any kind for its next attempt, as if its time had come. The attempt
   * has the number and the key that it would have had.
   *
   * @throws Removed if the run was removed
   * @throws Unavailable if the engine cannot be reached
   */
  RetriedNow retryNow(RunId id);

  /**
   * Passes a signal to a run of any kind. The same signal, by its id, takes effect at most once and
   * gets the same answer, also after the end of the run.
   *
   * @throws Removed if the run was removed
   * @throws Unavailable if the engine cannot be reached
   */
  Signalled signal(RunId id, Signal signal);
}
