package taskagent.domain.saga;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import taskagent.domain.saga.SagaState.Phase;
import taskagent.domain.saga.StepCall.Mode;
import taskagent.domain.saga.StepState.Status;

/** A cancellation is an input of the saga (specification §4). */
final class SagaCancellationTest {

  @Test
  void aStepInFlightFinishesFirst() {
    var story = SagaStory.atShip().cancel();

    story.assertRuns(Mode.DO, "ship");
    assertThat(story.state().cancelRequested()).isTrue();
    assertThat(story.state().phase()).isEqualTo(Phase.FORWARD);
    story
        .done("ship")
        .assertRuns(Mode.UNDO, "ship")
        .done("ship")
        .assertRuns(Mode.UNDO, "bill", "reserve")
        .done("bill", "reserve")
        .assertEnded(Outcome.CANCELLED);
  }

  @Test
  void aFailedStepIsNotRetriedAfterACancellation() {
    var story = SagaStory.atShip().cancel().failed("ship").assertRuns(Mode.UNDO, "ship");

    assertThat(story.line("ship").wakeAt()).isEmpty();
    story.done("ship").done("bill", "reserve").assertEnded(Outcome.CANCELLED);
  }

  @Test
  void aRefusedOrPostponedStepInFlightAlsoEndsACancelledSaga() {
    SagaStory.atMail()
        .cancel()
        .refused("mail")
        .done("ship")
        .done("bill", "reserve")
        .assertEnded(Outcome.CANCELLED);
    SagaStory.atMail()
        .cancel()
        .notNow("mail", Duration.ofSeconds(5))
        .done("ship")
        .done("bill", "reserve")
        .assertEnded(Outcome.CANCELLED);
  }

  @Test
  void aLastStepThatSucceedsAfterACancellationDoesNotCompleteTheSaga() {
    SagaStory.atMail().cancel().done("mail").assertRuns(Mode.UNDO, "ship");
  }

  @Test
  void aGroupInFlightFinishesFirstAndIsCompensated() {
    new SagaStory(SagaStory.ORDER)
        .done("check")
        .cancel()
        .told(StepResult.done("reserve"))
        .assertRuns(Mode.UNDO, "bill", "reserve");
  }

  @Test
  void aWaitingSagaAbandonsTheStep() {
    var story = SagaStory.atMail().failed("mail").cancel();

    assertThat(story.status("mail")).isEqualTo(Status.FAILED);
    assertThat(story.line("mail").wakeAt()).isEmpty();
    story
        .assertRuns(Mode.UNDO, "ship")
        .done("ship")
        .done("bill", "reserve")
        .assertEnded(Outcome.CANCELLED);
    assertThat(story.state().cause().orElseThrow().reason()).isEqualTo("cancelled on request");
  }

  @Test
  void aPostponedSagaAbandonsTheStep() {
    SagaStory.atMail().notNow("mail", Duration.ofMinutes(5)).cancel().assertRuns(Mode.UNDO, "ship");
  }

  @Test
  void aWaitingStepIsCompensatedBecauseItMayHaveTakenEffect() {
    SagaStory.atShip().failed("ship").cancel().assertRuns(Mode.UNDO, "ship");
  }

  @Test
  void aCompensatingSagaContinues() {
    var story = SagaStory.atMail().refused("mail").cancel();

    story
        .assertRuns(Mode.UNDO, "ship")
        .done("ship")
        .cancel()
        .done("bill", "reserve")
        .assertEnded(Outcome.FAILED);
  }

  @Test
  void aWaitingCompensationRecordsTheRequestAndKeepsWaiting() {
    var story = SagaStory.atMail().refused("mail").failed("ship").cancel();

    story.assertWaits("ship", Duration.ofSeconds(1));
    assertThat(story.state().cancelRequested())
        .as("a driver checks this before it passes the request again")
        .isTrue();
    story.wake().done("ship").done("bill", "reserve").assertEnded(Outcome.FAILED);
  }

  @Test
  void aSecondCancellationHasNoEffect() {
    var once = SagaStory.atShip().cancel();
    var twice = SagaStory.atShip().cancel().cancel();

    assertThat(twice.state()).isEqualTo(once.state());
  }

  @Test
  void anEndedSagaCannotBeCancelled() {
    SagaStory.atMail().done("mail").cancel().assertEnded(Outcome.COMPLETED);
  }

  @Test
  void aCancelledSagaWhoseCompensationFailsNeedsAnOperator() {
    SagaStory.atShip()
        .cancel()
        .done("ship")
        .refused("ship")
        .done("bill", "reserve")
        .assertEnded(Outcome.COMPENSATION_FAILED);
  }
}
