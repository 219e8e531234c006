package taskagent.dapr.workflow;

import java.util.Optional;
import java.util.function.Supplier;
import taskagent.domain.run.Run;
import taskagent.domain.run.RunView;
import taskagent.domain.saga.SagaState;

/** What Dapr says about an instance. */
sealed interface Seen {

  /** It does not exist: it never began, or was purged. */
  record Nothing() implements Seen {}

  /** It exists, and no worker has started it. */
  record Pending() implements Seen {}

  /**
   * It is in progress. The saga may have ended, and the result is being published.
   *
   * @param run the generation of the run that it executes now
   * @param suspended true if it was suspended with Dapr's own tools
   */
  record Going(Run run, SagaState state, boolean suspended) implements Seen {}

  /** The saga has ended. */
  record Ended(SagaState state) implements Seen {}

  /** A defect stopped it, or it was terminated with Dapr's own tools. */
  record Stopped(SagaState state, String defect) implements Seen {}

  /** Dapr cannot read it, although the store answers. */
  record Unreadable(String reason) implements Seen {}

  /**
   * Returns what clients see of an instance; empty if no worker has started it.
   *
   * @param begin the state in which the run begins
   */
  default Optional<RunView> by(Instance instance, Supplier<SagaState> begin) {
    return switch (this) {
      case Unreadable _ when instance.last() ->
          run(
              instance,
              begin.get(),
              Optional.of("Dapr cannot read the workflow, and it was begun again too often"));
      case Nothing _, Pending _, Unreadable _ -> Optional.empty();
      case Going going -> run(instance, going.state(), Optional.empty());
      case Ended ended -> run(instance, ended.state(), Optional.empty());
      case Stopped stopped ->
          run(
              instance,
              stopped.state(),
              Optional.of(stopped.defect()).filter(_ -> instance.last())); // else begun again
    };
  }

  private static Optional<RunView> run(
      Instance instance, SagaState state, Optional<String> defect) {
    return Optional.of(new RunView(instance.run(), state, defect, Optional.empty()));
  }
}
