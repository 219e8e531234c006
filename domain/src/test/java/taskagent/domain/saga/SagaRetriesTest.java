package taskagent.domain.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static taskagent.domain.arbitrary.SampleSteps.step;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import taskagent.domain.saga.StepCall.Mode;
import taskagent.domain.saga.StepState.Status;

/** How a saga retries and waits (specification §4). */
final class SagaRetriesTest {

  @Test
  void aStepHasThreeAttemptsWithWaitsOfOneAndTwoSeconds() {
    var story = SagaStory.atShip();

    story.failed("ship").assertWaits("ship", Duration.ofSeconds(1));
    assertThat(story.status("ship")).isEqualTo(Status.WAITING);
    assertThat(story.line("ship").lastError()).contains("no route");
    assertThat(story.line("ship").wakeAt()).contains(story.now().plusSeconds(1));
    story.wake().assertRuns(Mode.DO, "ship");
    assertThat(story.line("ship").wakeAt()).isEmpty();
    story.failed("ship").assertWaits("ship", Duration.ofSeconds(2));
    story.wake().failed("ship").assertRuns(Mode.UNDO, "ship");
    assertThat(story.line("ship").attempts()).isEqualTo(3);
  }

  @Test
  void aStepThatHasNothingToDoAnyMoreIsSkippedAndUsesNoAttempt() {
    var story = SagaStory.atMail().failed("mail").wake();

    story.told(StepResult.skipped("mail", "the order is cancelled"));

    story.assertEnded(Outcome.COMPLETED);
    assertThat(story.status("mail")).isEqualTo(Status.SKIPPED);
    assertThat(story.line("mail").skipped()).contains("the order is cancelled");
    assertThat(story.line("mail").attempts()).isEqualTo(1);
    assertThat(story.line("mail").lastError()).contains("no route");
    assertThat(SagaProgress.between(Optional.empty(), story.state()))
        .contains(new SagaProgress.Skipped("mail", false, "the order is cancelled"));
  }

  @Test
  void theSagaGoesOnWithoutAnOptionalStepThatFails() {
    var gift =
        Saga.of(
            "gift",
            step("pack", Place.AGGREGATE, "unpack"),
            step("sing", Place.OUTSIDE).retry(RetryPolicy.attempts(2)).optional(true),
            step("ship", Place.OUTSIDE));

    var story = new SagaStory(gift).done("pack").failed("sing").wake();
    story.failed("sing").assertRuns(Mode.DO, "ship");
    assertThat(story.status("sing")).isEqualTo(Status.FAILED);
    story.done("ship").assertEnded(Outcome.COMPLETED);
    assertThat(story.status("pack")).isEqualTo(Status.DONE);
    assertThat(story.state().cause()).isEmpty();

    new SagaStory(gift)
        .done("pack")
        .failedForGood("sing")
        .failedForGood("ship")
        .assertRuns(Mode.UNDO, "pack");
    new SagaStory(gift)
        .done("pack")
        .notNow("sing", Duration.ofHours(2))
        .wake()
        .notNow("sing", Duration.ofHours(2))
        .assertRuns(Mode.DO, "ship");
    new SagaStory(gift).done("pack").cancel().failedForGood("sing").assertRuns(Mode.UNDO, "pack");
  }

  @Test
  void aLostAnswerIsRememberedForAllFurtherAttempts() {
    var story = SagaStory.atShip();
    assertThat(call(story).unanswered()).isFalse();

    story.failed("ship").wake();
    assertThat(call(story).unanswered()).as("the receiver answered").isFalse();
    story.told(StepResult.failed("ship", "no answer", true, true)).wake();
    assertThat(call(story).unanswered()).isTrue();
    story.notNow("ship", Duration.ofSeconds(5)).wake();
    assertThat(call(story).unanswered()).as("also after it was postponed").isTrue();
    story.failed("ship").assertRuns(Mode.UNDO, "ship");
    assertThat(call(story).unanswered()).as("the compensation is another call").isFalse();
  }

  private static StepCall call(SagaStory story) {
    return ((Directive.Run) story.directive()).calls().getFirst();
  }

  @Test
  void theDefaultPolicyIsFiveAttemptsWithDoubledWaits() {
    var story = new SagaStory(SagaStory.ORDER).done("check");

    for (int seconds : new int[] {1, 2, 4, 8}) {
      story.failed("reserve").assertWaits("reserve", Duration.ofSeconds(seconds)).wake();
    }
    story.failed("reserve");

    assertThat(story.line("reserve").attempts()).isEqualTo(5);
    story.assertRuns(Mode.UNDO, "bill", "reserve");
  }

  @Test
  void aSagaContinuesAfterARetrySucceeds() {
    SagaStory.atMail()
        .failed("mail")
        .wake()
        .failed("mail")
        .wake()
        .done("mail")
        .assertEnded(Outcome.COMPLETED);
  }

  @Test
  void aPermanentFailureIsNotRetried() {
    var story = SagaStory.atShip().failedForGood("ship");

    assertThat(story.line("ship").attempts()).isEqualTo(1);
    story.assertRuns(Mode.UNDO, "ship");
  }

  @Test
  void aRefusalIsFinal() {
    var story = SagaStory.atMail().refused("mail").assertRuns(Mode.UNDO, "ship");

    assertThat(story.status("mail")).isEqualTo(Status.REFUSED);
    assertThat(story.line("mail").lastError()).contains("it is closed");
    assertThat(story.state().cause())
        .contains(new SagaState.Cause(Outcome.FAILED, "mail: it is closed"));
  }

  @Test
  void aRejectionListsEveryIssueAndEndsTheSaga() {
    var story =
        new SagaStory(SagaStory.ORDER)
            .told(StepResult.rejected("check", List.of("too short", "too blue")));

    story.assertEnded(Outcome.REJECTED);
    assertThat(story.state().cause().orElseThrow().reason())
        .isEqualTo("check: too short; too blue");
    assertThat(story.status("reserve")).isEqualTo(Status.PENDING);
  }

  @Test
  void anEarlyWakeUpChangesNothing() {
    var story = SagaStory.atShip().failed("ship");

    story.wakeAt(story.now().plusMillis(999)).assertWaits("ship", Duration.ofSeconds(1));
    assertThat(story.status("ship")).isEqualTo(Status.WAITING);
  }

  @Test
  void aWakeUpWithoutAWaitChangesNothing() {
    SagaStory.atShip().wakeAt(SagaStory.BEGIN.plusSeconds(99)).assertRuns(Mode.DO, "ship");
  }

  @Test
  void aPostponedStepUsesNoAttempt() {
    var story = SagaStory.atMail();

    for (int i = 0; i < 10; i++) {
      story.notNow("mail", Duration.ofSeconds(30)).assertWaits("mail", Duration.ofSeconds(30));
      assertThat(story.status("mail")).isEqualTo(Status.PUT_OFF);
      assertThat(story.line("mail").attempts()).isZero();
      assertThat(story.line("mail").lastError()).contains("circuit open");
      story.wake().assertRuns(Mode.DO, "mail");
    }

    assertThat(story.line("mail").attempts()).isEqualTo(1);
    assertThat(story.line("mail").putOff()).isEqualTo(Duration.ofMinutes(5));
    story.done("mail").assertEnded(Outcome.COMPLETED);
  }

  @Test
  void aStepIsPostponedForAtMostTenMinutesInTotal() {
    var story = SagaStory.atMail();

    story.notNow("mail", Duration.ofMinutes(6)).assertWaits("mail", Duration.ofMinutes(6)).wake();
    story.notNow("mail", Duration.ofMinutes(6)).assertWaits("mail", Duration.ofMinutes(4)).wake();
    story.notNow("mail", Duration.ofMinutes(6));

    assertThat(story.status("mail")).isEqualTo(Status.FAILED);
    assertThat(story.state().cause().orElseThrow().outcome()).isEqualTo(Outcome.FAILED);
    story.assertRuns(Mode.UNDO, "ship");
  }

  @Test
  void attemptsAndPostponementsAreCountedSeparately() {
    var story = SagaStory.atMail();

    story.failed("mail").wake().notNow("mail", Duration.ofMinutes(9)).wake();
    story.failed("mail").assertWaits("mail", Duration.ofSeconds(2)).wake();
    story.notNow("mail", Duration.ofMinutes(1)).wake();

    story.failed("mail").assertRuns(Mode.UNDO, "ship");
    assertThat(story.line("mail").attempts()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(longs = {-3600, 0, 1})
  void aPostponementIsAtLeastOneSecondSoThatTheSagaEnds(long millis) {
    SagaStory.atMail()
        .notNow("mail", Duration.ofMillis(millis))
        .assertWaits("mail", Duration.ofSeconds(1));
  }

  @Test
  void aStepCanBePostponedToTheEndOfTime() {
    var story = SagaStory.atMail();

    story.told(StepResult.notNow("mail", Instant.MAX, "never"));

    story.assertWaits("mail", Duration.ofMinutes(10));
  }

  @Test
  void aWaitIsRoundedUpToWholeMilliseconds() {
    var story = SagaStory.atMail().notNow("mail", Duration.ofSeconds(2).plusNanos(1));

    story.assertWaits("mail", Duration.ofMillis(2001));
    assertThat(story.line("mail").putOff()).isEqualTo(Duration.ofMillis(2001));
  }

  @Test
  void theWaitsOfAPolicyDoubleUpToTenMinutes() {
    var policy = RetryPolicy.attempts(100);

    assertThat(policy.waitAfter(1)).isEqualTo(Duration.ofSeconds(1));
    assertThat(policy.waitAfter(2)).isEqualTo(Duration.ofSeconds(2));
    assertThat(policy.waitAfter(3)).isEqualTo(Duration.ofSeconds(4));
    assertThat(policy.waitAfter(99)).isEqualTo(Duration.ofMinutes(10));
  }

  @Test
  void aPolicyAllowsAtLeastOneAttempt() {
    assertThatThrownBy(() -> RetryPolicy.attempts(0)).isInstanceOf(IllegalArgumentException.class);
  }
}
