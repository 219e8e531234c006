package taskagent.domain.saga;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import taskagent.domain.arbitrary.SagaArbitraries;
import taskagent.domain.arbitrary.SagaArbitraries.SagaChoices;
import taskagent.domain.saga.SagaProgress.Compensating;
import taskagent.domain.saga.SagaProgress.Ended;
import taskagent.domain.saga.SagaProgress.PutOff;
import taskagent.domain.saga.SagaProgress.Started;
import taskagent.domain.saga.SagaProgress.StepFailed;
import taskagent.domain.saga.StepCall.Mode;
import taskagent.domain.saga.StepState.Status;

/** The progress of a saga, derived from its states, tells each thing that happened once. */
final class SagaProgressProperties {

  /** More states than any saga of these arbitraries has. */
  private static final int BOUND = 20_000;

  @Provide
  Arbitrary<Saga<Object>> sagas() {
    return SagaArbitraries.sagas();
  }

  @Provide
  Arbitrary<SagaChoices> choices() {
    return SagaArbitraries.choices();
  }

  @Provide
  Arbitrary<SagaState> states() {
    return SagaArbitraries.states();
  }

  @Provide
  Arbitrary<List<Boolean>> saved() {
    return Arbitraries.of(true, false).list().ofMinSize(1).ofMaxSize(20);
  }

  /** All states of one saga, and what its steps answered on the way. */
  private static final class Life {
    final List<SagaState> states = new ArrayList<>();
    final List<SagaProgress> expected = new ArrayList<>();

    Life(Saga<Object> saga, SagaChoices choices) {
      var machine = new SagaMachine(saga);
      var at = machine.start("w", SagaStory.BEGIN);
      var now = SagaStory.BEGIN;
      states.add(at.state());
      for (int i = 0; !at.state().ended(); i++) {
        assertThat(i).isLessThan(BOUND);
        if (choices.cancelAt().equals(Optional.of(i))) {
          at = machine.on(at.state(), new SagaInput.CancelRequested(now));
          states.add(at.state());
        }
        switch (at.directive()) {
          case Directive.Run run -> {
            now = now.plus(Duration.ofMillis(7));
            var results = choices.results(i, run, now);
            at = machine.on(at.state(), new SagaInput.Ran(results, now));
            expect(run.calls().get(results.size() - 1), results.getLast(), at.state());
          }
          case Directive.Wait wait -> {
            now = wait.until();
            at = machine.on(at.state(), new SagaInput.Woke(now));
          }
          case Directive.AwaitSignal _ -> throw new AssertionError("no step hears a signal");
          case Directive.AwaitChildren _ -> throw new AssertionError("no step starts a child");
          case Directive.Finish _ -> {}
        }
        states.add(at.state());
      }
    }

    private void expect(StepCall call, StepResult result, SagaState after) {
      var step = line(after, call.step());
      boolean compensating = call.mode() == Mode.UNDO;
      boolean cancelled =
          !compensating && after.cause().filter(c -> c.outcome() == Outcome.CANCELLED).isPresent();
      boolean unknowable = cancelled && step.status() != Status.FAILED && !refused(step);
      switch (result.verdict()) {
        case Verdict.Done _ -> {}
        case Verdict.Skipped _ -> {}
        case Verdict.Rejected _ when !compensating && !cancelled -> {}
        case Verdict.NotNow(_, var reason) when step.wakeAt().isPresent() ->
            expected.add(new PutOff(step.name(), reason, step.wakeAt().get()));
        case Verdict.NotNow _ when cancelled && step.attempts() < call.attempt() -> {}
        case Verdict.NotNow(_, var reason) -> failed(call, reason, step, unknowable);
        case Verdict.Failed(var error, _, _) -> failed(call, error, step, unknowable);
        case Verdict.Refused(var reason) -> failed(call, reason, step, unknowable);
        case Verdict.Rejected(var issues) ->
            failed(call, String.join("; ", issues), step, unknowable);
      }
    }

    private static boolean refused(StepState step) {
      return step.status() == Status.REFUSED;
    }

    private void failed(StepCall call, String error, StepState step, boolean unknowable) {
      if (!unknowable) {
        expected.add(
            new StepFailed(
                call.step(), call.mode() == Mode.UNDO, call.attempt(), error, step.wakeAt()));
      }
    }

    private static StepState line(SagaState state, String step) {
      return state.steps().stream().filter(s -> s.name().equals(step)).findFirst().orElseThrow();
    }
  }

  private static List<SagaProgress> replay(List<SagaState> states) {
    var all = new ArrayList<SagaProgress>();
    var before = Optional.<SagaState>empty();
    for (var state : states) {
      all.addAll(SagaProgress.between(before, state));
      before = Optional.of(state);
    }
    return all;
  }

  private static List<SagaProgress> only(List<SagaProgress> progress, Class<?>... types) {
    return progress.stream().filter(p -> List.of(types).contains(p.getClass())).toList();
  }

  @Property
  void eachFailedAttemptAndEachDelayIsReportedOnceAndInOrder(
      @ForAll("sagas") Saga<Object> saga, @ForAll("choices") SagaChoices choices) {
    var life = new Life(saga, choices);

    var progress = replay(life.states);

    assertThat(only(progress, StepFailed.class, PutOff.class))
        .containsExactlyElementsOf(life.expected);
    Statistics.label("failures").collect(Math.min(3, life.expected.size()));
    Statistics.label("failures").coverage(seen -> seen.check(3).percentage(p -> p > 5));
  }

  @Property
  void theStartTheCompensationAndTheEndAreReportedOnce(
      @ForAll("sagas") Saga<Object> saga, @ForAll("choices") SagaChoices choices) {
    var life = new Life(saga, choices);
    var end = life.states.getLast();

    var progress = replay(life.states);

    assertThat(progress.getFirst()).isEqualTo(new Started());
    assertThat(only(progress, Started.class)).hasSize(1);
    assertThat(only(progress, Ended.class)).containsExactly(progress.getLast());
    var ended = (Ended) progress.getLast();
    assertThat(ended.outcome()).isEqualTo(end.outcome().orElseThrow());
    assertThat(ended.reason())
        .startsWith(end.cause().map(SagaState.Cause::reason).orElse(""))
        .satisfies(
            reason ->
                assertThat(reason.contains("could not be compensated"))
                    .isEqualTo(ended.outcome() == Outcome.COMPENSATION_FAILED));
    boolean compensated =
        life.states.stream().flatMap(s -> s.steps().stream()).anyMatch(this::undo);
    assertThat(only(progress, Compensating.class)).hasSize(compensated ? 1 : 0);
  }

  private boolean undo(StepState step) {
    return step.status().wireName().startsWith("und");
  }

  @Property
  void whatAnEngineDoesNotSaveInBetweenChangesNoReport(
      @ForAll("sagas") Saga<Object> saga,
      @ForAll("choices") SagaChoices choices,
      @ForAll("saved") List<Boolean> saved) {
    var life = new Life(saga, choices);
    var some = new ArrayList<SagaState>();
    for (int i = 0; i < life.states.size() - 1; i++) {
      if (saved.get(i % saved.size())) {
        some.add(life.states.get(i));
      }
    }
    some.add(life.states.getLast());

    var all = only(replay(life.states), StepFailed.class);
    var reported = only(replay(some), StepFailed.class);

    assertThat(keys(reported)).doesNotHaveDuplicates();
    if (life.states.getLast().cancelRequested()) {
      assertThat(keys(all)).containsAll(keys(reported));
    } else {
      assertThat(keys(reported)).containsExactlyInAnyOrderElementsOf(keys(all));
    }
    assertThat(only(replay(some), Ended.class)).hasSize(1);
  }

  private static List<String> keys(List<SagaProgress> failures) {
    return failures.stream()
        .map(StepFailed.class::cast)
        .map(failed -> failed.step() + failed.compensating() + failed.attempt())
        .toList();
  }

  @Property
  void aStateThatDidNotChangeReportsNothing(@ForAll("states") SagaState state) {
    assertThat(SagaProgress.between(Optional.of(state), state)).isEmpty();
  }

  @Property
  void anyTwoStatesCanBeCompared(
      @ForAll("states") SagaState before, @ForAll("states") SagaState after) {
    var progress = SagaProgress.between(Optional.of(before), after);

    assertThat(new HashSet<>(progress)).hasSameSizeAs(progress);
    assertThat(only(progress, Started.class)).isEmpty();
    assertThat(SagaProgress.between(Optional.empty(), after)).contains(new Started());
    assertThat(only(progress, PutOff.class)).extracting("until").doesNotContain(Instant.EPOCH);
  }
}
