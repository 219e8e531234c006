package taskagent.domain.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static taskagent.domain.arbitrary.SampleSteps.act;
import static taskagent.domain.arbitrary.SampleSteps.step;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import taskagent.domain.saga.StepCall.Mode;
import taskagent.domain.saga.StepState.Status;

/** Steps that wait for a time or for a signal, and the outputs of steps. */
final class SagaSignalsTest {

  private static final Duration DAY = Duration.ofDays(1);

  private static final Saga<Object> EXPENSE =
      Saga.of(
          "expense",
          step("reserve", Place.AGGREGATE, "release"),
          Step.hear("approval", "decision", DAY),
          Step.pause("rest", Duration.ofHours(1)),
          Step.hearOrGoOn("remark", "note", DAY),
          step("pay", Place.OUTSIDE));

  private static SagaInput signal(SagaStory story, String id, String name, String payload) {
    return new SagaInput.Signalled(new Signal(id, name, payload), story.now());
  }

  private static SagaStory reserved() {
    return new SagaStory(EXPENSE).told(StepResult.done("reserve", "r-7"));
  }

  private static SagaStory approved() {
    var story = reserved();
    return story.tell(signal(story, "1", "decision", "yes"));
  }

  @Test
  void aStepThatHearsAwaitsItsSignal() {
    var story = reserved();

    assertThat(story.directive())
        .isEqualTo(new Directive.AwaitSignal("approval", "decision", story.now().plus(DAY)));
    assertThat(story.directive().key()).isEqualTo("signal approval");
    assertThat(story.line("approval").status()).isEqualTo(Status.RUNNING);
    assertThat(story.state().waitsUntil()).contains(story.now().plus(DAY));
  }

  @Test
  void theSignalEndsTheStepAndIsItsOutput() {
    var story = approved();

    assertThat(story.line("approval").status()).isEqualTo(Status.DONE);
    assertThat(story.line("approval").output()).contains("yes");
    story.assertWaits("rest", Duration.ofHours(1));
  }

  @Test
  void laterStepsGetTheOutputs() {
    var story = approved().wake().wake();

    assertThat(story.directive())
        .isInstanceOfSatisfying(
            Directive.Run.class,
            run ->
                assertThat(run.outputs())
                    .containsExactly(
                        new StepOutput("reserve", "r-7"), new StepOutput("approval", "yes")));
    story.assertRuns(Mode.DO, "pay");
  }

  @Test
  void aSignalThatCameBeforeIsTakenAtOnce() {
    var story = new SagaStory(EXPENSE);
    story.tell(signal(story, "1", "decision", "yes")).assertRuns(Mode.DO, "reserve");

    story.told(StepResult.done("reserve", "r-7"));

    assertThat(story.state()).isEqualTo(approved().state());
    assertThat(story.state().signals()).isEmpty();
  }

  @Test
  void theSameSignalTakesEffectOnce() {
    var story = approved();
    var before = story.state();

    story.tell(signal(story, "1", "decision", "no"));

    assertThat(story.state()).isEqualTo(before);
  }

  @Test
  void anotherSignalIsKeptForTheStepThatHearsIt() {
    var story = reserved();
    story.tell(signal(story, "1", "note", "first")).tell(signal(story, "2", "note", "second"));
    assertThat(story.directive()).isInstanceOf(Directive.AwaitSignal.class);

    story.tell(signal(story, "3", "decision", "yes")).wake();

    assertThat(story.line("remark").output()).contains("first");
    assertThat(story.state().signals()).extracting(Signal::payload).containsExactly("second");
  }

  @Test
  void tooManySignalsDropTheOldest() {
    var story = reserved();
    for (int i = 0; i <= SagaState.SIGNALS_AT_MOST; i++) {
      story.tell(signal(story, "n" + i, "note", Integer.toString(i)));
    }

    assertThat(story.state().signals())
        .hasSize(SagaState.SIGNALS_AT_MOST)
        .first()
        .extracting(Signal::payload)
        .isEqualTo("1");
  }

  @Test
  void withoutARequiredSignalTheSagaCompensates() {
    var story = reserved().wakeAt(SagaStory.BEGIN.plus(DAY));

    story.assertRuns(Mode.UNDO, "reserve").done("reserve").assertEnded(Outcome.FAILED);
    assertThat(story.state().cause().orElseThrow().reason())
        .isEqualTo("approval: no signal decision came in time");
  }

  @Test
  void withoutAnotherSignalTheSagaGoesOn() {
    var story = approved().wake().wake();

    assertThat(story.line("remark").status()).isEqualTo(Status.DONE);
    assertThat(story.line("remark").output()).isEmpty();
    story.done("pay").assertEnded(Outcome.COMPLETED);
  }

  @Test
  void aSagaThatIsCancelledWhileItWaitsCompensatesAtOnce() {
    for (var story : List.of(reserved(), approved())) {
      story.cancel().assertRuns(Mode.UNDO, "reserve");

      assertThat(story.state().waitsUntil()).isEmpty();
      assertThat(SagaProgress.between(Optional.of(reserved().state()), story.state()))
          .as("no attempt has failed")
          .noneMatch(SagaProgress.StepFailed.class::isInstance);
    }
  }

  @Test
  void aSignalDuringTheCompensationChangesNothing() {
    var story = reserved().cancel();
    story.tell(signal(story, "1", "decision", "yes")).assertRuns(Mode.UNDO, "reserve");

    story.done("reserve").assertEnded(Outcome.CANCELLED);
  }

  @Test
  void aWaitCannotBeCompensated() {
    assertThatThrownBy(() -> Step.pause("rest", DAY).undoneBy("wake", act(Place.AGGREGATE)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> step("reserve", Place.AGGREGATE).undoneBy("rest", new Act.Pause<>(DAY)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
