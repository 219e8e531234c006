package taskagent.dapr.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import taskagent.dapr.workflow.RunCare.Action;
import taskagent.domain.processing.TaskProcessing;
import taskagent.domain.processing.TaskRequest;
import taskagent.domain.processing.WorkflowId;
import taskagent.domain.processing.WorkflowRun;
import taskagent.domain.saga.Outcome;
import taskagent.domain.saga.Saga;
import taskagent.domain.saga.SagaInput;
import taskagent.domain.saga.SagaMachine;
import taskagent.domain.saga.SagaState;
import taskagent.domain.saga.Step;
import taskagent.domain.saga.StepResult;
import taskagent.domain.task.TaskId;
import taskagent.json.OpenRunsJson.OpenRun;

/** Decides about runs that move, wait, stand still, stopped or ended. */
final class RunCareTest {

  private static final Instant BEGUN = Instant.parse("2030-01-01T12:00:00Z");
  private static final SagaMachine MACHINE = new SagaMachine(TaskProcessing.SAGA);
  private static final WorkflowRun RUN = run();
  private static final Instance FIRST = Instance.first(RUN);
  private static final Instance LAST = new Instance(RUN, 5);
  private static final OpenRun OPEN = OpenRun.begun(RUN.id(), BEGUN, BEGUN.plusSeconds(10));

  private static WorkflowRun run() {
    var task = new TaskId("t");
    return WorkflowRun.accepted(
        WorkflowId.of(task), new TaskRequest(task, "Title", "Description", "ann", 60), BEGUN);
  }

  private static SagaState running() {
    return MACHINE.start(RUN.id().value(), BEGUN).state();
  }

  /** Returns a saga whose first steps wait until 60 s after its begin. */
  private static SagaState waiting() {
    var state = running();
    var first = state.steps().getFirst().name();
    var notNow = StepResult.notNow(first, BEGUN.plusSeconds(60), "busy");
    return MACHINE.on(state, new SagaInput.Ran(List.of(notNow), BEGUN.plusSeconds(1))).state();
  }

  private static SagaState ended() {
    var state = running();
    var first = state.steps().getFirst().name();
    var refused = StepResult.failed(first, "no", false);
    var end = MACHINE.on(state, new SagaInput.Ran(List.of(refused), BEGUN.plusSeconds(1))).state();
    return new SagaState(
        end.workflowId(),
        SagaState.Phase.ENDED,
        end.steps(),
        end.cause(),
        false,
        Optional.of(Outcome.FAILED),
        end.startedAt(),
        end.updatedAt());
  }

  private static Action at(long seconds, OpenRun run, Seen seen) {
    return RunCare.decide(run, FIRST, false, false, seen, BEGUN.plusSeconds(seconds));
  }

  private static Seen going(SagaState state) {
    return new Seen.Going(RUN, state, false);
  }

  @Test
  void whatAwaitsItsChildrenIsLeftAloneUnlessItWasCancelled() {
    Saga<Object> saga = Saga.of("family", Step.child("a", _ -> "run", 1));
    var machine = new SagaMachine(saga);
    var started = new SagaInput.Ran(List.of(StepResult.done("a", "run-a")), BEGUN);
    var awaits = going(machine.on(machine.start("w", BEGUN).state(), started).state());

    assertThat(at(3_600, OPEN, awaits)).isEqualTo(Action.NOTHING);
    assertThat(RunCare.decide(OPEN, FIRST, true, false, awaits, BEGUN.plus(Duration.ofHours(1))))
        .isEqualTo(Action.CANCEL);
  }

  @Test
  void whatMovesIsLeftAlone() {
    assertThat(at(14, OPEN, going(running()))).isEqualTo(Action.NOTHING);
    assertThat(at(14, OPEN, new Seen.Pending())).isEqualTo(Action.NOTHING);
    assertThat(at(14, OPEN, new Seen.Unreadable("a key is missing"))).isEqualTo(Action.NOTHING);
  }

  @Test
  void whatWaitsAsItSaidIsLeftAlone() {
    assertThat(at(74, OPEN, going(waiting()))).isEqualTo(Action.NOTHING);
    assertThat(at(75, OPEN, going(waiting()))).isEqualTo(Action.NUDGE);
  }

  @Test
  void whatStandsStillIsNudgedAndThenBegunAgain() {
    for (var seen :
        List.of(going(running()), new Seen.Pending(), new Seen.Unreadable("a key is missing"))) {
      assertThat(at(15, OPEN, seen)).isEqualTo(Action.NUDGE);
      var nudged = OPEN.nudged(BEGUN.plusSeconds(15));
      assertThat(at(34, nudged, seen)).isEqualTo(Action.NOTHING);
      assertThat(at(35, nudged, seen)).isEqualTo(Action.BEGIN_AGAIN);
    }
  }

  @Test
  void anEarlierNudgeDoesNotCountForALaterStandstill() {
    var nudged = OPEN.nudged(BEGUN.plusSeconds(20));

    assertThat(at(75, nudged, going(waiting()))).isEqualTo(Action.NUDGE);
  }

  @Test
  void aRunThatWasBegunAgainHasTimeToMove() {
    var begunAt = BEGUN.plusSeconds(35);
    var again = OpenRun.begun(RUN.id(), begunAt, begunAt.plusSeconds(10));

    assertThat(at(49, again, going(running()))).isEqualTo(Action.NOTHING);
    assertThat(at(50, again, going(running()))).isEqualTo(Action.NUDGE);
  }

  @Test
  void aCancelledRunThatHasNotSeenItIsCancelled() {
    var now = BEGUN.plusSeconds(10);

    assertThat(RunCare.decide(OPEN, FIRST, true, false, going(running()), now))
        .isEqualTo(Action.CANCEL);
  }

  @Test
  void whatNeverBeganBegins() {
    assertThat(at(10, OPEN, new Seen.Nothing())).isEqualTo(Action.BEGIN);
  }

  @Test
  void whatDaprsToolsSuspendedOrTerminatedGoesOn() {
    assertThat(at(10, OPEN, new Seen.Going(RUN, running(), true))).isEqualTo(Action.RESUME);
    assertThat(at(10, OPEN, new Seen.Stopped(running(), "terminated")))
        .isEqualTo(Action.BEGIN_AGAIN);
  }

  @Test
  void theLastInstanceIsNudgedButNotReplaced() {
    var nudged = OPEN.nudged(BEGUN.plusSeconds(15));
    var now = BEGUN.plusSeconds(35);

    assertThat(RunCare.decide(nudged, LAST, false, false, going(running()), now))
        .isEqualTo(Action.NUDGE);
    assertThat(
            RunCare.decide(OPEN, LAST, false, false, new Seen.Stopped(running(), "a defect"), now))
        .isEqualTo(Action.LEAVE);
  }

  @Test
  void theParentLearnsThatTheLastInstanceOfAChildWasStopped() {
    var stopped = new Seen.Stopped(running(), "a defect");
    var now = BEGUN.plusSeconds(35);

    assertThat(RunCare.decide(OPEN, new Instance(RUN, 4, true), false, false, stopped, now))
        .isEqualTo(Action.BEGIN_AGAIN);
    assertThat(RunCare.decide(OPEN, new Instance(RUN, 5, true), false, false, stopped, now))
        .isEqualTo(Action.TELL_PARENT);
  }

  @Test
  void whatOnlyHasToPublishItsResultIsNudgedButNotReplaced() {
    var nudged = OPEN.nudged(BEGUN.plusSeconds(16));

    assertThat(RunCare.decide(OPEN, FIRST, false, true, going(ended()), BEGUN.plusSeconds(16)))
        .isEqualTo(Action.NUDGE);
    assertThat(RunCare.decide(nudged, FIRST, false, true, going(ended()), BEGUN.plusSeconds(36)))
        .isEqualTo(Action.NUDGE);
    for (var over : List.of(new Seen.Nothing(), new Seen.Stopped(ended(), "terminated"))) {
      assertThat(RunCare.decide(OPEN, FIRST, false, true, over, BEGUN.plusSeconds(16)))
          .isEqualTo(Action.RECORD_END);
    }
  }

  @Test
  void theEndIsRecordedWheneverItIsSeen() {
    assertThat(at(0, OPEN, new Seen.Ended(ended()))).isEqualTo(Action.RECORD_END);
  }

  @ParameterizedTest
  @ValueSource(longs = {3_600, 86_400})
  void aRunFromBeforeTheClockWasSetBackIsNudgedAndThenBegunAgain(long back) {
    for (var seen :
        List.of(going(running()), new Seen.Pending(), new Seen.Unreadable("a key is missing"))) {
      assertThat(at(-back, OPEN, seen)).isEqualTo(Action.NUDGE);
      var nudged = OPEN.nudged(BEGUN.minusSeconds(back));
      assertThat(at(19 - back, nudged, seen)).isEqualTo(Action.NOTHING);
      assertThat(at(20 - back, nudged, seen)).isEqualTo(Action.BEGIN_AGAIN);
    }
    var waits = OPEN.nudged(BEGUN.minusSeconds(back)); // for 59 s
    assertThat(at(78 - back, waits, going(waiting()))).isEqualTo(Action.NOTHING);
    assertThat(at(79 - back, waits, going(waiting()))).isEqualTo(Action.BEGIN_AGAIN);
  }

  @ParameterizedTest
  @ValueSource(longs = {3_600, 86_400})
  void aRunFromBeforeTheClockWasSetForwardIsNudgedFirst(long forward) {
    assertThat(at(forward, OPEN, going(running()))).isEqualTo(Action.NUDGE);
  }

  @Test
  void clocksMayDifferALittle() {
    assertThat(at(-59, OPEN, going(running()))).isEqualTo(Action.NOTHING);
  }

  @ParameterizedTest
  @ValueSource(longs = {-3_600, -86_400, 3_600, 86_400})
  void aLookIsNotPutOffBecauseTheClockWasSet(long seconds) {
    assertThat(OpenRuns.due(OPEN, BEGUN.plusSeconds(9))).isFalse();
    assertThat(OpenRuns.dueAtStart(OPEN.lookAt(BEGUN.plusSeconds(70)), BEGUN.plusSeconds(9)))
        .as("just begun")
        .isFalse();
    assertThat(OpenRuns.dueAtStart(OPEN.lookAt(BEGUN.plusSeconds(70)), BEGUN.plusSeconds(10)))
        .as("left alone by another version")
        .isTrue();
    assertThat(OpenRuns.due(OPEN, BEGUN.plusSeconds(10))).isTrue();
    assertThat(OpenRuns.due(OPEN, BEGUN.plusSeconds(seconds))).isTrue();
  }

  @Test
  void aRunThatWaitsLongIsLookedAtOnceAMinute() {
    assertThat(RunCare.lookAgain(OPEN, going(waiting()), BEGUN.plusSeconds(2)))
        .isEqualTo(BEGUN.plusSeconds(62));
    assertThat(RunCare.lookAgain(OPEN, going(running()), BEGUN.plusSeconds(10)))
        .isEqualTo(BEGUN.plus(Duration.ofSeconds(20)));
  }
}
