package taskagent.domain.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static taskagent.domain.arbitrary.SampleSteps.step;

import java.util.List;
import org.junit.jupiter.api.Test;
import taskagent.domain.arbitrary.SampleSteps;
import taskagent.domain.saga.SagaState.Phase;
import taskagent.domain.saga.StepCall.Mode;
import taskagent.domain.saga.StepState.Status;

/** How a saga runs its steps (specification §4). */
final class SagaForwardTest {

  @Test
  void stepsAreIssuedInOrderAndTogetherOnOneAggregate() {
    new SagaStory(SagaStory.ORDER)
        .assertRuns(Mode.DO, "check")
        .done("check")
        .assertRuns(Mode.DO, "reserve", "bill", "label")
        .done("reserve", "bill", "label")
        .assertRuns(Mode.DO, "ship")
        .done("ship")
        .assertRuns(Mode.DO, "mail")
        .done("mail")
        .assertEnded(Outcome.COMPLETED);
  }

  @Test
  void stepsOnDifferentAggregatesAreIssuedOneByOne() {
    var book = Step.of("book", SampleSteps.onAnotherAggregate());
    var saga =
        Saga.of("both", step("reserve", Place.AGGREGATE), book, step("label", Place.AGGREGATE));

    new SagaStory(saga)
        .assertRuns(Mode.DO, "reserve")
        .done("reserve")
        .assertRuns(Mode.DO, "book")
        .done("book")
        .assertRuns(Mode.DO, "label");
  }

  @Test
  void consecutiveOutsideStepsAreIssuedOneByOne() {
    SagaStory.atShip().assertRuns(Mode.DO, "ship");
  }

  @Test
  void aStepIsOwedItsCompensationFromTheMomentItIsIssued() {
    var story = new SagaStory(SagaStory.ORDER);
    assertThat(story.line("reserve").owed()).isFalse();

    story.done("check");

    assertThat(story.status("reserve")).isEqualTo(Status.RUNNING);
    assertThat(List.of("reserve", "bill", "label"))
        .allSatisfy(step -> assertThat(story.line(step).owed()).isTrue());
    assertThat(story.line("ship").owed()).isFalse();
  }

  @Test
  void aCallSaysWhichWorkflowStepPlaceAndAttempt() {
    var run = (Directive.Run) SagaStory.atShip().directive();

    assertThat(run.place()).isEqualTo(Place.OUTSIDE);
    assertThat(run.calls()).containsExactly(new StepCall("w", "ship", Mode.DO, 1));
    assertThat(run.calls().getFirst().key()).isEqualTo("w/ship/do");
    assertThat(run.key()).isEqualTo("run w/ship/do");
  }

  @Test
  void theKeyOfAStepIsTheSameInEveryAttempt() {
    var story = SagaStory.atShip().failed("ship").wake();

    var call = ((Directive.Run) story.directive()).calls().getFirst();
    assertThat(call.attempt()).isEqualTo(2);
    assertThat(call.key()).isEqualTo("w/ship/do");
  }

  @Test
  void theKeyOfAGroupNamesItsFirstAndLastStep() {
    var story = new SagaStory(SagaStory.ORDER).done("check");

    assertThat(story.directive().key()).isEqualTo("run w/reserve/do..label");
  }

  @Test
  void theKeyOfACompensationReferencesItsStep() {
    var call = new StepCall("w", "ship", Mode.UNDO, 1);

    assertThat(call.key()).isEqualTo("w/ship/undo");
    assertThat(call.keyOfStep()).isEqualTo("w/ship/do");
  }

  @Test
  void aPartlyDoneGroupContinuesWithTheRest() {
    var story = new SagaStory(SagaStory.ORDER).done("check").done("reserve");

    story.assertRuns(Mode.DO, "bill", "label");
    assertThat(story.line("bill").attempts()).isEqualTo(1);
    story.done("bill", "label").assertRuns(Mode.DO, "ship");
  }

  @Test
  void aGroupIsRetriedFromItsFailedStep() {
    var story =
        new SagaStory(SagaStory.ORDER)
            .done("check")
            .told(StepResult.done("reserve"), StepResult.failed("bill", "no route", true));

    assertThat(story.status("reserve")).isEqualTo(Status.DONE);
    assertThat(story.status("bill")).isEqualTo(Status.WAITING);
    assertThat(story.status("label")).isEqualTo(Status.PENDING);
    assertThat(story.line("label").attempts()).as("it was not attempted").isZero();
    assertThat(story.line("label").owed()).as("but it was issued").isTrue();
    story.wake().assertRuns(Mode.DO, "bill", "label");
    assertThat(story.line("bill").attempts()).isEqualTo(2);
    assertThat(story.line("label").attempts()).isEqualTo(1);
  }

  @Test
  void theStateHasTheTimesOfTheStartAndTheLastInput() {
    var story = SagaStory.atShip().failed("ship").wake();

    assertThat(story.state().startedAt()).isEqualTo(SagaStory.BEGIN);
    assertThat(story.state().updatedAt()).isEqualTo(SagaStory.BEGIN.plusSeconds(1));
    assertThat(story.state().phase()).isEqualTo(Phase.FORWARD);
    assertThat(story.state().outcome()).isEmpty();
    assertThat(story.state().cause()).isEmpty();
  }

  @Test
  void anEndedSagaIgnoresEveryInput() {
    var story = SagaStory.atMail().done("mail");
    var ended = story.state();

    story.cancel().done("mail").wakeAt(story.now().plusSeconds(60));

    assertThat(story.state()).isEqualTo(ended);
  }

  @Test
  void anUnexpectedResultIsADefect() {
    var story = new SagaStory(SagaStory.ORDER).done("check");

    assertThatThrownBy(() -> story.done("ship"))
        .isInstanceOf(SagaDefect.class)
        .hasMessageContaining("reserve")
        .hasMessageContaining("ship");
    assertThatThrownBy(() -> story.done("reserve", "bill", "label", "ship"))
        .isInstanceOf(SagaDefect.class)
        .hasMessageContaining("ship");
    assertThatThrownBy(() -> story.done()).isInstanceOf(SagaDefect.class);
    assertThatThrownBy(
            () -> story.told(StepResult.refused("reserve", "no"), StepResult.done("bill")))
        .as("a result after the first failure")
        .isInstanceOf(SagaDefect.class);
  }

  @Test
  void aResultDuringAWaitIsADefect() {
    var story = SagaStory.atShip().failed("ship");

    assertThatThrownBy(() -> story.done("ship")).isInstanceOf(SagaDefect.class);
  }

  @Test
  void aSagaHasStepsWithDistinctNames() {
    assertThatThrownBy(() -> Saga.of("none")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Saga.of("twice", step("a", Place.LOCAL), step("a", Place.LOCAL)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
