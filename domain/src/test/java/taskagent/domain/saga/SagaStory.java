package taskagent.domain.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static taskagent.domain.arbitrary.SampleSteps.step;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import taskagent.domain.saga.SagaMachine.Transition;
import taskagent.domain.saga.StepCall.Mode;

/** A saga and its inputs, one after the other. */
final class SagaStory {

  static final Instant BEGIN = Instant.parse("2026-03-01T09:00:00Z");

  /** Has a step of every kind. */
  static final Saga<Object> ORDER = order(step("check", Place.LOCAL));

  static Saga<Object> order(Step<Object> check) {
    return Saga.of(
        "order",
        check,
        step("reserve", Place.AGGREGATE, "release"),
        step("bill", Place.AGGREGATE, "refund"),
        step("label", Place.AGGREGATE),
        step("ship", Place.OUTSIDE, "recall").retry(RetryPolicy.attempts(3)),
        step("mail", Place.OUTSIDE).retry(RetryPolicy.attempts(3)));
  }

  private final SagaMachine machine;
  private Transition at;
  private Instant now = BEGIN;

  SagaStory(Saga<?> saga) {
    machine = new SagaMachine(saga);
    at = machine.start("w", now);
  }

  /** An order at its shipping step; all earlier steps succeeded. */
  static SagaStory atShip() {
    return new SagaStory(ORDER).done("check").done("reserve", "bill", "label");
  }

  /** An order at its last step. */
  static SagaStory atMail() {
    return atShip().done("ship");
  }

  SagaStory tell(SagaInput input) {
    at = machine.on(at.state(), input);
    assertThat(machine.directive(at.state()))
        .as("the state alone determines the directive")
        .isEqualTo(at.directive());
    return this;
  }

  SagaStory told(StepResult... results) {
    return tell(new SagaInput.Ran(List.of(results), now));
  }

  SagaStory done(String... steps) {
    return told(Arrays.stream(steps).map(StepResult::done).toArray(StepResult[]::new));
  }

  SagaStory failed(String step) {
    return told(StepResult.failed(step, "no route", true));
  }

  SagaStory failedForGood(String step) {
    return told(StepResult.failed(step, "no such thing", false));
  }

  SagaStory refused(String step) {
    return told(StepResult.refused(step, "it is closed"));
  }

  SagaStory notNow(String step, Duration wait) {
    return told(StepResult.notNow(step, now.plus(wait), "circuit open"));
  }

  SagaStory cancel() {
    return tell(new SagaInput.CancelRequested(now));
  }

  /** Advances to the end of the wait of the saga. */
  SagaStory wake() {
    now = state().waitsUntil().orElseThrow();
    return tell(new SagaInput.Woke(now));
  }

  SagaStory wakeAt(Instant time) {
    return tell(new SagaInput.Woke(time));
  }

  Instant now() {
    return now;
  }

  SagaState state() {
    return at.state();
  }

  Directive directive() {
    return at.directive();
  }

  StepState line(String name) {
    return state().steps().stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow();
  }

  StepState.Status status(String name) {
    return line(name).status();
  }

  Directive.Wait waiting() {
    assertThat(directive()).isInstanceOf(Directive.Wait.class);
    return (Directive.Wait) directive();
  }

  SagaStory assertRuns(Mode mode, String... steps) {
    assertThat(directive())
        .isInstanceOfSatisfying(
            Directive.Run.class,
            run -> {
              assertThat(run.calls()).extracting(StepCall::step).containsExactly(steps);
              assertThat(run.calls()).extracting(StepCall::mode).containsOnly(mode);
            });
    return this;
  }

  SagaStory assertWaits(String step, Duration wait) {
    assertThat(directive()).isEqualTo(new Directive.Wait(step, now.plus(wait)));
    return this;
  }

  SagaStory assertEnded(Outcome outcome) {
    assertThat(directive()).isEqualTo(new Directive.Finish(outcome));
    assertThat(state().outcome()).contains(outcome);
    assertThat(state().ended()).isTrue();
    return this;
  }
}
