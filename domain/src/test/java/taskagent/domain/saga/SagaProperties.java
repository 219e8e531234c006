package taskagent.domain.saga;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import taskagent.domain.arbitrary.SagaArbitraries;
import taskagent.domain.arbitrary.SagaArbitraries.SagaChoices;
import taskagent.domain.saga.SagaState.Cause;
import taskagent.domain.saga.StepCall.Mode;
import taskagent.domain.saga.StepState.Status;

/** Properties of every saga, for all results of its steps (specification §4, §8.6, §8.7). */
final class SagaProperties {

  @Provide
  Arbitrary<Saga<Object>> sagas() {
    return SagaArbitraries.sagas();
  }

  @Provide
  Arbitrary<SagaChoices> choices() {
    return SagaArbitraries.choices();
  }

  private static Step<Object> definition(Saga<Object> saga, String step) {
    return saga.steps().stream().filter(s -> s.name().equals(step)).findFirst().orElseThrow();
  }

  /** Drives each random saga once and checks everything that holds for every saga. */
  @Property
  void everySaga(
      @ForAll("sagas") Saga<Object> saga,
      @ForAll("choices") SagaChoices choices,
      @ForAll("moments") List<Integer> moments) {
    var drive = new DrivenSaga(saga, choices);
    var end = drive.straight();

    everySagaEndsWithinABoundedNumberOfInputs(saga, drive, end);
    exactlyTheOwedStepsAreCompensatedInReverseOrder(saga, drive, end.state());
    noStepRunsAfterTheCompensationBegan(saga, drive);
    theOutcomeAgreesWithTheSteps(saga, drive, end.state());
    noStepHasMoreAttemptsThanItsPolicyAllows(saga, drive, end.state());
    aSuccessfulStepIsNeverRepeated(drive);
    aFailedAttemptIsFollowedByTheWaitOfItsPolicy(saga, drive);
    aWakeUpOrACancellationAtAnyTimeIsNeverADefect(saga, drive, moments);
    theSagasCoverEveryCase(drive, end.state());
  }

  private static void everySagaEndsWithinABoundedNumberOfInputs(
      Saga<Object> saga, DrivenSaga drive, SagaMachine.Transition end) {
    assertThat(end.state().ended()).isTrue();
    assertThat(end.directive()).isEqualTo(new Directive.Finish(end.state().outcome().get()));
    assertThat(drive.journal.size()).isLessThanOrEqualTo(bound(saga));
  }

  /** A wait can follow every attempt and every postponement. */
  private static int bound(Saga<Object> saga) {
    long longest = SagaMachine.PUT_OFF_AT_MOST.dividedBy(SagaMachine.PUT_OFF_AT_LEAST);
    return saga.steps().stream()
        .mapToInt(step -> 2 * (step.retry().attempts() + undoAttempts(step) + 2 * (int) longest))
        .sum();
  }

  private static int undoAttempts(Step<?> step) {
    return step.compensation().map(undo -> undo.retry().attempts()).orElse(0);
  }

  @Property(tries = 100) // such a saga never gets past its first group of steps
  void everySagaEndsEvenIfEveryStepIsAlwaysPostponed(@ForAll("sagas") Saga<Object> saga) {
    var loop = new SagaLoop<>(saga, "input", List.of());
    var inputs = new int[1];
    var end =
        loop.drive(
            "w",
            new SagaRuntime() {
              private Instant now = SagaStory.BEGIN;

              @Override
              public Instant now() {
                return now;
              }

              @Override
              public List<SagaInput> run(SagaState state, Directive.Run run) {
                inputs[0]++;
                var step = run.calls().getFirst().step();
                return List.of(
                    new SagaInput.Ran(List.of(StepResult.notNow(step, Instant.MIN, "never")), now));
              }

              @Override
              public List<SagaInput> await(SagaState state, Directive.Wait wait) {
                now = wait.until();
                return List.of(new SagaInput.Woke(now));
              }

              @Override
              public List<SagaInput> listen(SagaState state, Directive.AwaitSignal signal) {
                now = signal.until();
                return List.of(new SagaInput.Woke(now));
              }

              @Override
              public List<SagaInput> awaitChildren(
                  SagaState state, Directive.AwaitChildren children) {
                throw new AssertionError("no step starts a child");
              }
            });

    assertThat(end.state().ended()).isTrue();
    assertThat(inputs[0]).isLessThanOrEqualTo(bound(saga));
  }

  private static void exactlyTheOwedStepsAreCompensatedInReverseOrder(
      Saga<Object> saga, DrivenSaga drive, SagaState state) {
    var owed =
        drive.issued(Mode.DO).stream()
            .filter(step -> definition(saga, step).undoneBy().isPresent())
            .toList();
    if (state.outcome().orElseThrow() == Outcome.COMPLETED) {
      assertThat(drive.issued(Mode.UNDO)).isEmpty();
    } else {
      assertThat(drive.issued(Mode.UNDO)).isEqualTo(owed.reversed());
      for (var step : state.steps()) {
        if (owed.contains(step.name())) {
          assertThat(step.status()).isIn(Status.UNDONE, Status.UNDO_SKIPPED, Status.UNDO_FAILED);
        } else {
          assertThat(step.status())
              .isIn(Status.DONE, Status.SKIPPED, Status.PENDING, Status.FAILED, Status.REFUSED);
        }
      }
    }
  }

  private static void noStepRunsAfterTheCompensationBegan(Saga<Object> saga, DrivenSaga drive) {
    var modes = drive.issued.stream().map(run -> run.calls().getFirst().mode()).toList();
    assertThat(modes).isSortedAccordingTo((a, b) -> a.compareTo(b)); // every DO before every UNDO
    assertThat(drive.issued)
        .allSatisfy(
            run -> {
              assertThat(run.calls()).extracting(StepCall::mode).containsOnly(modeOf(run));
              var acts = run.calls().stream().<Act<?>>map(saga::act).toList();
              var sent = acts.stream().filter(act -> !(act instanceof Act.Decide)).toList();
              assertThat(acts.subList(acts.size() - sent.size(), acts.size()))
                  .as("decisions come first")
                  .isEqualTo(sent);
              assertThat(sent.size() < 2 || run.place() == Place.AGGREGATE).isTrue();
              assertThat(acts.getLast().place()).isEqualTo(run.place());
              assertThat(sent).allMatch(act -> act.place() == run.place());
              assertThat(run.calls().stream().flatMap(call -> target(saga.act(call))).distinct())
                  .as("one aggregate has one turn")
                  .hasSizeLessThan(2);
            });
  }

  private static Mode modeOf(Directive.Run run) {
    return run.calls().getFirst().mode();
  }

  private static Stream<Target<?, ?>> target(Act<?> act) {
    return act instanceof Act.Send<?, ?> send ? Stream.of(send.target()) : Stream.empty();
  }

  private static void theOutcomeAgreesWithTheSteps(
      Saga<Object> saga, DrivenSaga drive, SagaState state) {
    boolean allDone =
        state.steps().stream()
            .allMatch(
                step ->
                    switch (step.status()) {
                      case DONE, SKIPPED -> true;
                      case FAILED -> definition(saga, step.name()).optional();
                      default -> false;
                    });
    boolean parked = state.steps().stream().anyMatch(s -> s.status() == Status.UNDO_FAILED);
    var cause = state.cause().map(Cause::outcome);
    switch (state.outcome().orElseThrow()) {
      case COMPLETED -> {
        assertThat(allDone).isTrue();
        assertThat(cause).isEmpty();
        assertThat(drive.cancelledInTime).as("no accepted cancellation is lost").isFalse();
      }
      case COMPENSATION_FAILED -> {
        assertThat(parked).isTrue();
        assertThat(cause).isPresent();
      }
      case CANCELLED -> {
        assertThat(parked).isFalse();
        assertThat(drive.cancelledInTime).isTrue();
      }
      case FAILED, REJECTED -> {
        assertThat(parked).isFalse();
        assertThat(cause).isEqualTo(state.outcome());
        assertThat(drive.cancelledInTime).isFalse();
      }
    }
  }

  private static void noStepHasMoreAttemptsThanItsPolicyAllows(
      Saga<Object> saga, DrivenSaga drive, SagaState state) {
    for (var step : state.steps()) {
      assertThat(step.attempts())
          .isLessThanOrEqualTo(definition(saga, step.name()).retry().attempts());
      assertThat(step.undoAttempts())
          .isLessThanOrEqualTo(undoAttempts(definition(saga, step.name())));
      assertThat(step.putOff()).isLessThanOrEqualTo(SagaMachine.PUT_OFF_AT_MOST);
      assertThat(step.wakeAt()).isEmpty();
    }
    var tries = new HashMap<String, Integer>();
    for (var effect : drive.effects) {
      var key = effect.substring(0, effect.indexOf(' '));
      int attempt = Integer.parseInt(effect.substring(effect.indexOf('#') + 1));
      assertThat(attempt)
          .as("a postponed attempt keeps its number")
          .isBetween(tries.getOrDefault(key, 1), tries.getOrDefault(key, 0) + 1);
      tries.put(key, attempt);
    }
  }

  private static void aSuccessfulStepIsNeverRepeated(DrivenSaga drive) {
    var done = new HashSet<String>();
    for (var entry : drive.journal) {
      var mode = entry.key().contains("/undo") ? Mode.UNDO : Mode.DO;
      for (var input : entry.inputs()) {
        if (input instanceof SagaInput.Ran ran) {
          for (var result : ran.results()) {
            assertThat(done).doesNotContain(result.step() + mode);
            if (result.verdict().goesOn()) {
              done.add(result.step() + mode);
            }
          }
        }
      }
    }
  }

  private static void aFailedAttemptIsFollowedByTheWaitOfItsPolicy(
      Saga<Object> saga, DrivenSaga drive) {
    var machine = new SagaMachine(saga);
    var at = machine.start("w", SagaStory.BEGIN);
    for (var entry : localsDone(machine, drive)) {
      var before = at.state();
      at = machine.on(before, entry);
      if (at.directive() instanceof Directive.Wait wait
          && entry instanceof SagaInput.Ran ran
          && ran.results().getLast().verdict() instanceof Verdict.Failed) {
        var step = line(at.state(), wait.step());
        boolean undo = step.status() == Status.UNDO_WAITING;
        int attempt = undo ? step.undoAttempts() : step.attempts();
        assertThat(wait.until()).isEqualTo(ran.at().plus(Duration.ofSeconds(1L << (attempt - 1))));
      }
    }
  }

  private static StepState line(SagaState state, String step) {
    return state.steps().stream().filter(s -> s.name().equals(step)).findFirst().orElseThrow();
  }

  /** Returns all inputs of the saga, including the results of local steps. */
  private static List<SagaInput> localsDone(SagaMachine machine, DrivenSaga drive) {
    var all = new ArrayList<SagaInput>();
    var at = machine.start("w", SagaStory.BEGIN);
    for (var entry : drive.journal) {
      at = throughLocals(machine, at, all);
      for (var input : entry.inputs()) {
        all.add(input);
        at = machine.on(at.state(), input);
      }
    }
    throughLocals(machine, at, all);
    return all;
  }

  private static SagaMachine.Transition throughLocals(
      SagaMachine machine, SagaMachine.Transition from, List<SagaInput> all) {
    var at = from;
    while (at.directive() instanceof Directive.Run run && run.place() == Place.LOCAL) {
      var done =
          new SagaInput.Ran(
              run.calls().stream().map(c -> StepResult.done(c.step())).toList(),
              at.state().updatedAt());
      all.add(done);
      at = machine.on(at.state(), done);
    }
    return at;
  }

  private static void aWakeUpOrACancellationAtAnyTimeIsNeverADefect(
      Saga<Object> saga, DrivenSaga drive, List<Integer> moments) {
    var machine = new SagaMachine(saga);
    var at = machine.start("w", SagaStory.BEGIN);
    var inputs = localsDone(machine, drive);
    for (int i = 0; i < inputs.size(); i++) {
      var directive = at.directive();
      if (moments.contains(i)) {
        var early = machine.on(at.state(), new SagaInput.Woke(at.state().updatedAt()));
        assertThat(early.directive()).as("woken early").isEqualTo(directive);
        var cancelled =
            machine.on(at.state(), new SagaInput.CancelRequested(at.state().updatedAt()));
        assertThat(cancelled.state().cancelRequested() || cancelled.state().ended()).isTrue();
        assertThat(machine.on(cancelled.state(), new SagaInput.CancelRequested(Instant.EPOCH)))
            .extracting(SagaMachine.Transition::directive)
            .as("cancelled twice")
            .isEqualTo(cancelled.directive());
      }
      at = machine.on(at.state(), inputs.get(i));
    }
    assertThat(at.state().ended()).isTrue();
  }

  @Provide
  Arbitrary<List<Integer>> moments() {
    return Arbitraries.integers().between(0, 40).list().ofMaxSize(10);
  }

  private static void theSagasCoverEveryCase(DrivenSaga drive, SagaState state) {
    Statistics.label("outcome").collect(state.outcome().orElseThrow());
    Statistics.label("journal").collect(drive.journal.size() > 5);
    for (var outcome : Outcome.values()) {
      Statistics.label("outcome").coverage(seen -> seen.check(outcome).count(n -> n > 20));
    }
    Statistics.label("journal").coverage(seen -> seen.check(true).percentage(p -> p > 10));
  }
}
