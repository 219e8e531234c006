package taskagent.domain.engine;

import static net.jqwik.api.Combinators.combine;

import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Tuple;

/**
 * What happens around one task: what clients do and when, how its notifications fare, and which of
 * the sagas' calls to the task go wrong.
 */
record Scenario(List<Act> acts, List<Fare> notifications, List<Fault> faults) {

  /** Something that somebody does. */
  sealed interface Act {

    /** Time passes. */
    record Pass(Duration time) implements Act {}

    /** Somebody else than the saga does this to the task. */
    record Foreign(Deed deed) implements Act {}

    /** The latest run is cancelled. */
    record CancelRun() implements Act {}

    /** The latest run is tried again. */
    record RetryRun(String assignee, long deadlineSeconds) implements Act {}

    /** The engine is restarted. */
    record Restart() implements Act {}
  }

  /** What somebody else than the saga may do to a task. */
  enum Deed {
    REASSIGN,
    UNASSIGN,
    START,
    COMPLETE,
    CANCEL,
    MOVE_DEADLINE,
    DEADLINE_IN_THE_PAST,
    CLEAR_DEADLINE
  }

  /** How a notification fares. */
  enum Fare {
    SENT,
    FAILS,
    FAILS_FOR_GOOD,
    NOT_NOW
  }

  /** What goes wrong with a call to the task. */
  enum Fault {
    NONE,
    /** The call is lost. */
    LOST,
    /** The call takes effect, and its answer is lost. */
    ANSWER_LOST
  }

  static Arbitrary<Scenario> scenarios(boolean foreign) {
    Arbitrary<Act> pass =
        Arbitraries.of(0, 1, 2, 30, 90, 700).map(Duration::ofSeconds).map(Act.Pass::new);
    Arbitrary<Act> deed = Arbitraries.of(Deed.class).map(Act.Foreign::new);
    Arbitrary<Act> retry =
        combine(Arbitraries.of("ann", "bob"), Arbitraries.of(1L, 60L, 3600L)).as(Act.RetryRun::new);
    Arbitrary<Act> act =
        Arbitraries.frequencyOf(
            Tuple.of(5, pass),
            Tuple.of(foreign ? 5 : 0, deed),
            Tuple.of(1, Arbitraries.just(new Act.CancelRun())),
            Tuple.of(4, retry),
            Tuple.of(1, Arbitraries.just(new Act.Restart())));
    var fare =
        Arbitraries.frequency(
            Tuple.of(3, Fare.SENT),
            Tuple.of(4, Fare.FAILS),
            Tuple.of(2, Fare.FAILS_FOR_GOOD),
            Tuple.of(2, Fare.NOT_NOW));
    var fault =
        Arbitraries.frequency(
            Tuple.of(5, Fault.NONE), Tuple.of(2, Fault.LOST), Tuple.of(2, Fault.ANSWER_LOST));
    return combine(
            act.list().ofMinSize(4).ofMaxSize(25),
            fare.list().ofMinSize(3).ofMaxSize(12),
            fault.list().ofMaxSize(20))
        .as(Scenario::new);
  }
}
