package taskagent.domain.arbitrary;

import static net.jqwik.api.Combinators.combine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Tuple;
import taskagent.domain.Backoff;
import taskagent.domain.processing.NotifyPolicy;
import taskagent.domain.processing.TaskRequest;
import taskagent.domain.processing.WorkflowId;
import taskagent.domain.processing.WorkflowRun;
import taskagent.domain.saga.Act;
import taskagent.domain.saga.Directive;
import taskagent.domain.saga.Place;
import taskagent.domain.saga.RetryPolicy;
import taskagent.domain.saga.Saga;
import taskagent.domain.saga.SagaInput;
import taskagent.domain.saga.SagaMachine;
import taskagent.domain.saga.SagaState;
import taskagent.domain.saga.Signal;
import taskagent.domain.saga.Step;
import taskagent.domain.saga.StepResult;
import taskagent.domain.task.TaskId;

/** Random sagas, results of their steps, and inputs. */
public final class SagaArbitraries {

  private SagaArbitraries() {}

  /** The result of one attempt at a step. */
  public enum AttemptResult {
    DONE,
    /** It has nothing to do. */
    SKIPPED,
    /** It fails, and a retry may succeed. */
    FAILS,
    /** It fails because the answer is lost, and a retry may succeed. */
    FAILS_UNANSWERED,
    FAILS_FOR_GOOD,
    REFUSED,
    REJECTED,
    /** It is postponed for a short time. */
    NOT_NOW,
    /** It is postponed for longer than allowed. */
    NOT_FOR_LONG
  }

  /**
   * All random choices of one run of a saga. The result of an attempt depends on the number of
   * directives answered before, so that it is the same for every way of driving the saga.
   *
   * @param attempts the results of the attempts of the n-th directive; success after the last
   * @param attempted how many steps of a group the n-th directive attempts
   * @param cancelAt the directive before whose answer a client cancels
   */
  public record SagaChoices(
      List<List<AttemptResult>> attempts, List<Integer> attempted, Optional<Integer> cancelAt) {

    /** The results of a run of steps. */
    public List<StepResult> results(int position, Directive.Run run, Instant now) {
      var results = new ArrayList<StepResult>();
      int most = position < attempted.size() ? attempted.get(position) : Integer.MAX_VALUE;
      for (var call : run.calls()) {
        var result = result(attempt(position, results.size()), call.step(), now);
        results.add(result);
        if (!result.verdict().goesOn() || results.size() >= most) {
          break;
        }
      }
      return results;
    }

    private AttemptResult attempt(int position, int index) {
      if (position >= attempts.size() || index >= attempts.get(position).size()) {
        return AttemptResult.DONE;
      }
      return attempts.get(position).get(index);
    }

    private static StepResult result(AttemptResult attempt, String step, Instant now) {
      return switch (attempt) {
        case DONE -> StepResult.done(step);
        case SKIPPED -> StepResult.skipped(step, "it is closed");
        case FAILS -> StepResult.failed(step, "no route", true);
        case FAILS_UNANSWERED -> StepResult.failed(step, "no answer", true, true);
        case FAILS_FOR_GOOD -> StepResult.failed(step, "no such thing", false);
        case REFUSED -> StepResult.refused(step, "it is closed");
        case REJECTED -> StepResult.rejected(step, List.of("too short", "too blue"));
        case NOT_NOW -> StepResult.notNow(step, now.plusSeconds(90), "circuit open");
        case NOT_FOR_LONG -> StepResult.notNow(step, now.plusSeconds(7200), "circuit open");
      };
    }
  }

  /** Sagas of up to six steps, on two aggregates and outside. */
  public static Arbitrary<Saga<Object>> sagas() {
    var step =
        combine(
                Arbitraries.of(
                    SampleSteps.act(Place.LOCAL),
                    SampleSteps.decision(),
                    SampleSteps.act(Place.AGGREGATE),
                    SampleSteps.act(Place.AGGREGATE),
                    SampleSteps.act(Place.AGGREGATE),
                    SampleSteps.onAnotherAggregate(),
                    SampleSteps.act(Place.OUTSIDE),
                    SampleSteps.act(Place.OUTSIDE)),
                Arbitraries.of(true, true, false),
                Arbitraries.integers().between(1, 5),
                Arbitraries.of(true, false, false, false))
            .as(
                (act, undone, attempts, optional) -> {
                  var plain = Step.of("step", act).retry(RetryPolicy.attempts(attempts));
                  return undone && !(act instanceof Act.Decide)
                      ? plain.undoneBy("undo", act)
                      : plain.optional(optional);
                });
    return step.list()
        .ofMinSize(1)
        .ofMaxSize(6)
        .map(
            steps ->
                new Saga<>(
                    "random",
                    IntStream.range(0, steps.size())
                        .mapToObj(i -> named(steps.get(i), "s" + i))
                        .toList()));
  }

  private static Step<Object> named(Step<Object> step, String name) {
    return new Step<>(name, step.act(), step.compensation(), step.retry(), step.optional());
  }

  /** Results of every kind. */
  public static Arbitrary<AttemptResult> attemptResults() {
    return Arbitraries.frequency(
        Tuple.of(12, AttemptResult.DONE),
        Tuple.of(2, AttemptResult.SKIPPED),
        Tuple.of(4, AttemptResult.FAILS),
        Tuple.of(2, AttemptResult.FAILS_UNANSWERED),
        Tuple.of(1, AttemptResult.FAILS_FOR_GOOD),
        Tuple.of(1, AttemptResult.REFUSED),
        Tuple.of(1, AttemptResult.REJECTED),
        Tuple.of(2, AttemptResult.NOT_NOW),
        Tuple.of(1, AttemptResult.NOT_FOR_LONG));
  }

  /** All random choices of a run. */
  public static Arbitrary<SagaChoices> choices() {
    return combine(
            attemptResults().list().ofMinSize(1).ofMaxSize(4).list().ofMinSize(12).ofMaxSize(40),
            Arbitraries.integers().between(1, 6).list().ofMaxSize(40),
            Arbitraries.integers().between(0, 20).optional(0.4))
        .as(SagaChoices::new);
  }

  /** Inputs of a saga, expected and unexpected ones. */
  public static Arbitrary<List<SagaInput>> inputs() {
    var texts = Texts.texts();
    Arbitrary<StepResult> result =
        Arbitraries.oneOf(
            texts.map(StepResult::done),
            combine(texts, texts).as(StepResult::done),
            combine(texts, texts).as(StepResult::skipped),
            combine(texts, texts, Arbitraries.of(true, false), Arbitraries.of(true, false))
                .as(StepResult::failed),
            combine(texts, texts).as(StepResult::refused),
            combine(texts, texts.list().ofMaxSize(3)).as(StepResult::rejected),
            combine(texts, Texts.times(), texts).as(StepResult::notNow));
    Arbitrary<SagaInput> input =
        Arbitraries.oneOf(
            combine(result.list().ofMaxSize(4), Texts.times()).as(SagaInput.Ran::new),
            Texts.times().map(SagaInput.Woke::new),
            combine(combine(texts, texts, texts).as(Signal::new), Texts.times())
                .as(SagaInput.Signalled::new),
            Texts.times().map(SagaInput.CancelRequested::new));
    return input.list().ofMinSize(1).ofMaxSize(3);
  }

  /** States that a saga can reach, before or at its end. */
  public static Arbitrary<SagaState> states() {
    return states(sagas());
  }

  /** States that one of these sagas can reach, before or at its end. */
  public static Arbitrary<SagaState> states(Arbitrary<? extends Saga<?>> sagas) {
    return combine(sagas, choices(), Arbitraries.integers().between(0, 30), Texts.times())
        .as(SagaArbitraries::state);
  }

  private static SagaState state(Saga<?> saga, SagaChoices choices, int inputs, Instant begin) {
    var machine = new SagaMachine(saga);
    var at = machine.start("task-workflow-x", begin);
    var now = begin;
    for (int i = 0; i < inputs && !at.state().ended(); i++) {
      if (choices.cancelAt().equals(Optional.of(i))) {
        at = machine.on(at.state(), new SagaInput.CancelRequested(now));
      }
      switch (at.directive()) {
        case Directive.Run run -> {
          now = now.plus(Duration.ofMillis(7));
          at = machine.on(at.state(), new SagaInput.Ran(choices.results(i, run, now), now));
        }
        case Directive.Wait wait -> {
          now = wait.until();
          at = machine.on(at.state(), new SagaInput.Woke(now));
        }
        case Directive.AwaitSignal signal -> {
          now = signal.until();
          at = machine.on(at.state(), new SagaInput.Woke(now));
        }
        case Directive.AwaitChildren _ -> throw new AssertionError("no step starts a child");
        case Directive.Finish _ -> {}
      }
    }
    return at.state();
  }

  /** Runs of the task saga. */
  public static Arbitrary<WorkflowRun> runs() {
    return combine(
            Texts.ids().map(TaskId::new),
            Texts.texts(),
            Texts.texts(),
            Texts.texts(),
            Arbitraries.longs().between(1, 31_536_000),
            Texts.times(),
            Arbitraries.integers().between(1, 12),
            policies())
        .as(
            (task, title, description, assignee, seconds, acceptedAt, number, policy) ->
                WorkflowRun.accepted(
                    WorkflowId.of(task, number),
                    new TaskRequest(task, title, description, assignee, seconds),
                    acceptedAt,
                    policy));
  }

  private static Arbitrary<NotifyPolicy> policies() {
    return combine(
            Arbitraries.integers().between(1, 100),
            Arbitraries.longs().between(0, 600_000),
            Arbitraries.doubles().between(1, 10),
            Arbitraries.longs().between(0, 600_000),
            Arbitraries.of(NotifyPolicy.OnFailure.values()))
        .as(
            (attempts, first, factor, longest, onFailure) ->
                new NotifyPolicy(
                    new RetryPolicy(
                        attempts,
                        new Backoff(Duration.ofMillis(first), factor, Duration.ofMillis(longest))),
                    onFailure));
  }
}
