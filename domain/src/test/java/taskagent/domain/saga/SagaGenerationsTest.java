package taskagent.domain.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static taskagent.domain.arbitrary.SampleSteps.step;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import taskagent.domain.saga.SagaMachine.Transition;

/** Sagas whose runs continue as new. */
final class SagaGenerationsTest {

  private static final Instant BEGIN = SagaStory.BEGIN;

  private static final Saga<Object> MONITOR =
      Saga.of(
              "monitor",
              step("tell", Place.OUTSIDE, "revoke"),
              Step.<Object>hearOrGoOn("rest", "changed", Duration.ofHours(1)))
          .continueWith(
              ended ->
                  ended.skipped("tell")
                      ? Optional.empty()
                      : ended.output("rest").map(Object.class::cast));

  private static final SagaMachine MACHINE = new SagaMachine(MONITOR);

  private static SagaInput signal(String id) {
    return new SagaInput.Signalled(new Signal(id, "changed", id), BEGIN);
  }

  private static SagaState after(Transition begun, StepResult told, SagaInput... inputs) {
    var state = MACHINE.on(begun.state(), new SagaInput.Ran(List.of(told), BEGIN)).state();
    for (var input : inputs) {
      state = MACHINE.on(state, input).state();
    }
    return state;
  }

  private static Transition begun() {
    return MACHINE.start("w", BEGIN);
  }

  @Test
  void theNextInputComesFromWhatTheStepsCameTo() {
    var end = after(begun(), StepResult.done("tell"), signal("a"));

    assertThat(MONITOR.next("first", end)).contains("a");
    assertThat(end.outcome()).contains(Outcome.COMPLETED);
  }

  @Test
  void aRunEndsForGoodIfTheDefinitionSaysSo() {
    var end = after(begun(), StepResult.skipped("tell", "closed"), signal("a"));

    assertThat(end.outcome()).contains(Outcome.COMPLETED);
    assertThat(MONITOR.next("first", end)).isEmpty();
  }

  @Test
  void onlyARunThatEndedForwardContinues() {
    var failed = after(begun(), StepResult.refused("tell", "no"));
    var running = after(begun(), StepResult.done("tell"));
    var revoked = MACHINE.on(failed, new SagaInput.Ran(List.of(StepResult.done("tell")), BEGIN));

    assertThat(MONITOR.next("first", running)).isEmpty();
    assertThat(revoked.state().outcome()).contains(Outcome.FAILED);
    assertThat(MONITOR.next("first", revoked.state())).isEmpty();
    var cancelled = after(begun(), StepResult.done("tell"), signal("a")).cancelling();
    assertThat(MONITOR.next("first", cancelled)).isEmpty();
  }

  @Test
  void signalsThatNobodyHeardAreCarriedOver() {
    var end = after(begun(), StepResult.done("tell"), signal("a"), signal("b"), signal("a"));

    var next = Generation.FIRST.after(end);

    assertThat(next)
        .isEqualTo(new Generation(2, List.of(new Signal("b", "changed", "b")), List.of("a", "b")));
    var second = after(MACHINE.start("w", next, BEGIN), StepResult.done("tell"));
    assertThat(MONITOR.next("second", second)).as("taken at once").contains("b");
    assertThat(second.signals()).isEmpty();
  }

  @Test
  void aSignalOfAnEarlierGenerationTakesNoEffectAgain() {
    var next = Generation.FIRST.after(after(begun(), StepResult.done("tell"), signal("a")));

    var second = after(MACHINE.start("w", next, BEGIN), StepResult.done("tell"), signal("a"));

    assertThat(second.ended()).isFalse();
  }

  @Test
  void generationsHaveDifferentKeys() {
    var second = MACHINE.start("w", new Generation(2, List.of(), List.of()), BEGIN);

    assertThat(begun().directive().key()).isEqualTo("run w/tell/do");
    assertThat(second.directive().key()).isEqualTo("run w~2/tell/do");
    assertThat(second.state().workflowId()).isEqualTo("w");
  }

  @Test
  void aDefinitionIsChecked() {
    var tell = Saga.of("busy", step("tell", Place.OUTSIDE));

    assertThatThrownBy(() -> tell.continueWith(_ -> Optional.empty()))
        .hasMessageContaining("must pause, or send something and hear");
    var deaf = Saga.of("deaf", Step.<Object>hear("a", "any", Duration.ofHours(1)));
    assertThatThrownBy(() -> deaf.continueWith(_ -> Optional.empty()))
        .as("without a step that sends, it could hear many signals in one turn")
        .hasMessageContaining("must pause, or send something and hear");
    assertThatThrownBy(() -> new Generation(0, List.of(), List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
