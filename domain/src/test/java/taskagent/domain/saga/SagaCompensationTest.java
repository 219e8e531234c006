package taskagent.domain.saga;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import taskagent.domain.saga.SagaState.Phase;
import taskagent.domain.saga.StepCall.Mode;
import taskagent.domain.saga.StepState.Status;

/** How a saga compensates its steps (specification §4). */
final class SagaCompensationTest {

  @Test
  void issuedStepsAreCompensatedInReverseOrder() {
    SagaStory.atMail()
        .failedForGood("mail")
        .assertRuns(Mode.UNDO, "ship")
        .done("ship")
        .assertRuns(Mode.UNDO, "bill", "reserve")
        .done("bill", "reserve")
        .assertEnded(Outcome.FAILED);
  }

  @Test
  void theFailedStepIsCompensatedBecauseItMayHaveTakenEffect() {
    SagaStory.atShip().failedForGood("ship").assertRuns(Mode.UNDO, "ship");
  }

  @Test
  void everyStepOfAnIssuedGroupIsCompensatedEvenIfNotAttempted() {
    var story =
        new SagaStory(SagaStory.ORDER)
            .done("check")
            .told(StepResult.refused("reserve", "it is closed"));

    story.assertRuns(Mode.UNDO, "bill", "reserve");
    assertThat(story.state().phase()).isEqualTo(Phase.COMPENSATING);
    assertThat(story.status("label")).as("it has no compensation").isEqualTo(Status.PENDING);
    assertThat(story.status("ship")).as("it was never issued").isEqualTo(Status.PENDING);
    story.done("bill", "reserve").assertEnded(Outcome.FAILED);
    assertThat(story.status("bill")).isEqualTo(Status.UNDONE);
  }

  @Test
  void aSagaWithNothingToCompensateEndsAtOnce() {
    new SagaStory(SagaStory.ORDER).failedForGood("check").assertEnded(Outcome.FAILED);
  }

  @Test
  void aCompensationHasItsOwnAttempts() {
    var story = SagaStory.atShip().failed("ship").wake().failed("ship").wake().failed("ship");

    for (int seconds : new int[] {1, 2, 4, 8}) {
      story.assertRuns(Mode.UNDO, "ship").failed("ship");
      story.assertWaits("ship", Duration.ofSeconds(seconds));
      assertThat(story.status("ship")).isEqualTo(Status.UNDO_WAITING);
      story.wake();
    }
    story.done("ship");

    assertThat(story.line("ship").attempts()).isEqualTo(3);
    assertThat(story.line("ship").undoAttempts()).isEqualTo(5);
    assertThat(story.status("ship")).isEqualTo(Status.UNDONE);
    story.assertRuns(Mode.UNDO, "bill", "reserve");
  }

  @Test
  void aCompensationThatFailsForGoodDoesNotStopTheOthers() {
    var story = SagaStory.atMail().failedForGood("mail").failedForGood("ship");

    assertThat(story.status("ship")).isEqualTo(Status.UNDO_FAILED);
    story
        .assertRuns(Mode.UNDO, "bill", "reserve")
        .done("bill", "reserve")
        .assertEnded(Outcome.COMPENSATION_FAILED);
    assertThat(story.state().cause().orElseThrow().outcome())
        .as("the cause is kept")
        .isEqualTo(Outcome.FAILED);
  }

  @Test
  void aRefusedCompensationAlsoNeedsAnOperator() {
    SagaStory.atMail()
        .failedForGood("mail")
        .refused("ship")
        .done("bill", "reserve")
        .assertEnded(Outcome.COMPENSATION_FAILED);
  }

  @Test
  void aCompensationWithoutAttemptsLeftNeedsAnOperator() {
    var story = SagaStory.atMail().failedForGood("mail");
    for (int i = 0; i < 4; i++) {
      story.failed("ship").wake();
    }
    story.failed("ship").done("bill", "reserve").assertEnded(Outcome.COMPENSATION_FAILED);

    assertThat(story.line("ship").undoAttempts()).isEqualTo(5);
  }

  @Test
  void aCompensationThatFindsNothingIsSkippedAndTheOthersRun() {
    var story =
        SagaStory.atMail()
            .failedForGood("mail")
            .told(StepResult.skipped("ship", "it was recalled"))
            .assertRuns(Mode.UNDO, "bill", "reserve")
            .told(StepResult.skipped("bill", "it is paid back"), StepResult.done("reserve"));

    story.assertEnded(Outcome.FAILED);
    assertThat(story.status("ship")).isEqualTo(Status.UNDO_SKIPPED);
    assertThat(story.line("ship").skipped()).contains("it was recalled");
    assertThat(story.line("ship").undoAttempts()).isEqualTo(1);
    assertThat(story.status("bill")).isEqualTo(Status.UNDO_SKIPPED);
    assertThat(story.status("reserve")).isEqualTo(Status.UNDONE);
    assertThat(story.line("reserve").skipped()).isEmpty();
  }

  @Test
  void theOtherCompensationsOfAGroupRunIfTheFirstFails() {
    var story =
        SagaStory.atMail()
            .failedForGood("mail")
            .done("ship")
            .failedForGood("bill")
            .assertRuns(Mode.UNDO, "reserve");

    assertThat(story.line("reserve").undoAttempts()).isEqualTo(1);
    story.done("reserve").assertEnded(Outcome.COMPENSATION_FAILED);
    assertThat(story.status("reserve")).isEqualTo(Status.UNDONE);
    assertThat(story.status("bill")).isEqualTo(Status.UNDO_FAILED);
  }

  @Test
  void theOtherCompensationsOfAGroupWaitForARetry() {
    var story = SagaStory.atMail().failedForGood("mail").done("ship").failed("bill");

    story.assertWaits("bill", Duration.ofSeconds(1));
    assertThat(story.line("reserve").undoAttempts()).isZero();
    story.wake().assertRuns(Mode.UNDO, "bill", "reserve");
    story.done("bill", "reserve").assertEnded(Outcome.FAILED);
  }

  @Test
  void aPartlyDoneGroupOfCompensationsContinuesWithTheRest() {
    SagaStory.atMail()
        .failedForGood("mail")
        .done("ship")
        .done("bill")
        .assertRuns(Mode.UNDO, "reserve")
        .done("reserve")
        .assertEnded(Outcome.FAILED);
  }

  @Test
  void aCompensationCanBePostponedByItsOwnTenMinutes() {
    var story = SagaStory.atShip().notNow("ship", Duration.ofMinutes(10)).wake();
    story.notNow("ship", Duration.ofSeconds(1)).assertRuns(Mode.UNDO, "ship");

    story.notNow("ship", Duration.ofMinutes(9)).assertWaits("ship", Duration.ofMinutes(9));
    assertThat(story.status("ship")).isEqualTo(Status.UNDO_PUT_OFF);
    assertThat(story.line("ship").undoAttempts()).isZero();
    story.wake().notNow("ship", Duration.ofMinutes(9)).assertWaits("ship", Duration.ofMinutes(1));
    story.wake().notNow("ship", Duration.ofSeconds(1));

    assertThat(story.status("ship")).isEqualTo(Status.UNDO_FAILED);
  }

  @Test
  void aCompensatingSagaStatesItsCause() {
    var story = SagaStory.atMail().refused("mail");

    assertThat(story.state().cause())
        .contains(new SagaState.Cause(Outcome.FAILED, "mail: it is closed"));
    assertThat(story.state().steps())
        .extracting(StepState::name)
        .isEqualTo(List.of("check", "reserve", "bill", "label", "ship", "mail"));
  }
}
