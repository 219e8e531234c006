package taskagent.domain.port;

import java.time.Duration;
import java.util.Optional;
import taskagent.domain.processing.Corrections;
import taskagent.domain.processing.TaskRequest;
import taskagent.domain.processing.Workflow;
import taskagent.domain.processing.WorkflowId;

/** The runs of the task saga. What was started is durable and reaches an outcome (spec §4). */
public interface Workflows {

  /** What came of a request to start. */
  sealed interface Started {

    /** It runs, or ran; the same for the same request again. */
    record Accepted(WorkflowId id) implements Started {}

    /** The task is known from another request. */
    record Conflict(String reason) implements Started {}
  }

  /** What came of a request to cancel. */
  sealed interface Cancelled {

    /** The saga will give up and undo what it did, unless it is doing so already. */
    record Accepted() implements Cancelled {}

    /** There is no such run. */
    record Unknown() implements Cancelled {}

    /** It has ended. */
    record Ended(String reason) implements Cancelled {}
  }

  /** What came of a request to try again. */
  sealed interface Retried {

    /** A further run was started; the same for the same request again. */
    record Accepted(WorkflowId id) implements Retried {}

    /** There is no such run. */
    record Unknown() implements Retried {}

    /** It is not one that can be tried again now. */
    record Conflict(String reason) implements Retried {}
  }

  /**
   * Starts a run for a new task. The same request again is answered the same, and nothing runs
   * twice.
   *
   * @throws Unavailable if the engine is out of reach
   */
  Started start(TaskRequest request);

  /**
   * A run as it is now.
   *
   * @throws Unavailable if the engine is out of reach
   */
  Optional<Workflow> find(WorkflowId id);

  /**
   * A run as it is when it has ended, or after that long.
   *
   * @throws Unavailable if the engine is out of reach
   */
  Optional<Workflow> await(WorkflowId id, Duration atMost);

  /**
   * Asks a run to give up.
   *
   * @throws Unavailable if the engine is out of reach
   */
  Cancelled cancel(WorkflowId id);

  /**
   * Starts a further run for the task of one that did not complete.
   *
   * @throws Unavailable if the engine is out of reach
   */
  Retried retry(WorkflowId id, Corrections corrections);
}
