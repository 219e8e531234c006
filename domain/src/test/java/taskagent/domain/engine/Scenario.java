package taskagent.domain.engine;

import static net.jqwik.api.Combinators.combine;

import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Tuple;

/**
 * The events around one task: actions of clients, results of notifications, and failing calls of
 * sagas to the task.
 */
record Scenario(List<Action> actions, List<NotificationResult> notifications, List<Fault> faults) {

  /** An action. */
  sealed interface Action {

    /** Time passes. */
    record Pass(Duration time) implements Action {}

    /** A client other than the saga sends this command to the task. */
    record Foreign(ForeignCommand command) implements Action {}

    /** The latest run is cancelled. */
    record CancelRun() implements Action {}

    /** The latest run is retried. */
    record RetryRun(String assignee, long deadlineSeconds) implements Action {}

    /** The engine is restarted. */
    record Restart() implements Action {}
  }

  /** Commands of clients other than the saga. */
  enum ForeignCommand {
    REASSIGN,
    UNASSIGN,
    START,
    COMPLETE,
    CANCEL,
    MOVE_DEADLINE,
    DEADLINE_IN_THE_PAST,
    CLEAR_DEADLINE
  }

  /** The result of a notification. */
  enum NotificationResult {
    SENT,
    FAILS,
    FAILS_FOR_GOOD,
    NOT_NOW
  }

  /** A fault of a call to the task. */
  enum Fault {
    NONE,
    /** The call is lost. */
    LOST,
    /** The call takes effect, and its answer is lost. */
    ANSWER_LOST
  }

  static Arbitrary<Scenario> scenarios(boolean foreign) {
    Arbitrary<Action> pass =
        Arbitraries.of(0, 1, 2, 30, 90, 700).map(Duration::ofSeconds).map(Action.Pass::new);
    Arbitrary<Action> command = Arbitraries.of(ForeignCommand.class).map(Action.Foreign::new);
    Arbitrary<Action> retry =
        combine(Arbitraries.of("ann", "bob"), Arbitraries.of(1L, 60L, 3600L))
            .as(Action.RetryRun::new);
    Arbitrary<Action> action =
        Arbitraries.frequencyOf(
            Tuple.of(5, pass),
            Tuple.of(foreign ? 5 : 0, command),
            Tuple.of(1, Arbitraries.just(new Action.CancelRun())),
            Tuple.of(4, retry),
            Tuple.of(1, Arbitraries.just(new Action.Restart())));
    var result =
        Arbitraries.frequency(
            Tuple.of(3, NotificationResult.SENT),
            Tuple.of(4, NotificationResult.FAILS),
            Tuple.of(2, NotificationResult.FAILS_FOR_GOOD),
            Tuple.of(2, NotificationResult.NOT_NOW));
    var fault =
        Arbitraries.frequency(
            Tuple.of(5, Fault.NONE), Tuple.of(2, Fault.LOST), Tuple.of(2, Fault.ANSWER_LOST));
    return combine(
            action.list().ofMinSize(4).ofMaxSize(25),
            result.list().ofMinSize(3).ofMaxSize(12),
            fault.list().ofMaxSize(20))
        .as(Scenario::new);
  }
}
