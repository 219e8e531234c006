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
import taskagent.domain.processing.TaskRequest;
import taskagent.domain.processing.WorkflowId;
import taskagent.domain.processing.WorkflowRun;
import taskagent.domain.saga.Directive;
import taskagent.domain.saga.RetryPolicy;
import taskagent.domain.saga.Saga;
import taskagent.domain.saga.Saga.Place;
import taskagent.domain.saga.SagaInput;
import taskagent.domain.saga.SagaMachine;
import taskagent.domain.saga.SagaState;
import taskagent.domain.saga.StepResult;
import taskagent.domain.task.TaskId;

/** Sagas, what comes of their steps, and what they are told. */
public final class SagaArbitraries {

  private SagaArbitraries() {}

  /** What comes of one try at a step. */
  public enum Luck {
    DONE,
    /** It fails, and trying again may help. */
    FAILS,
    FAILS_FOR_GOOD,
    REFUSED,
    REJECTED,
    /** It asks for a little time. */
    NOT_NOW,
    /** It asks for more time than it is ever given. */
    NOT_FOR_LONG
  }

  /**
   * All that chance has to say about one run of a saga. What comes of a try follows from how many
   * directives were answered before, so that it is the same however the saga is driven.
   *
   * @param luck what comes of each try of the n-th directive; done when there is no more
   * @param tried how many steps of a group are tried in the n-th directive
   * @param cancelAt before which directive's answer somebody cancels
   */
  public record Chance(List<List<Luck>> luck, List<Integer> tried, Optional<Integer> cancelAt) {

    /** What comes of a run of steps. */
    public List<StepResult> results(int position, Directive.Run run, Instant now) {
      var results = new ArrayList<StepResult>();
      int most = position < tried.size() ? tried.get(position) : Integer.MAX_VALUE;
      for (var call : run.calls()) {
        var result = result(luck(position, results.size()), call.step(), now);
        results.add(result);
        if (!(result instanceof StepResult.Done) || results.size() >= most) {
          break;
        }
      }
      return results;
    }

    private Luck luck(int position, int index) {
      if (position >= luck.size() || index >= luck.get(position).size()) {
        return Luck.DONE;
      }
      return luck.get(position).get(index);
    }

    private static StepResult result(Luck luck, String step, Instant now) {
      return switch (luck) {
        case DONE -> new StepResult.Done(step);
        case FAILS -> new StepResult.Failed(step, "no route", true);
        case FAILS_FOR_GOOD -> new StepResult.Failed(step, "no such thing", false);
        case REFUSED -> new StepResult.Refused(step, "it is closed");
        case REJECTED -> new StepResult.Rejected(step, List.of("too short", "too blue"));
        case NOT_NOW -> new StepResult.NotNow(step, now.plusSeconds(90), "circuit open");
        case NOT_FOR_LONG -> new StepResult.NotNow(step, now.plusSeconds(7200), "circuit open");
      };
    }
  }

  /** Sagas of up to six steps. */
  public static Arbitrary<Saga> sagas() {
    var step =
        combine(
                Arbitraries.of(Place.LOCAL, Place.AGGREGATE, Place.AGGREGATE, Place.OUTSIDE),
                Arbitraries.of(true, true, false),
                Arbitraries.integers().between(1, 5))
            .as(
                (place, undone, attempts) -> {
                  var plain = Saga.step("step").on(place).retry(RetryPolicy.attempts(attempts));
                  return undone && place != Place.LOCAL ? plain.undoneBy("undo") : plain;
                });
    return step.list()
        .ofMinSize(1)
        .ofMaxSize(6)
        .map(
            steps ->
                new Saga(
                    "random",
                    IntStream.range(0, steps.size())
                        .mapToObj(i -> named(steps.get(i), "s" + i))
                        .toList()));
  }

  private static Saga.Step named(Saga.Step step, String name) {
    return new Saga.Step(
        name, step.place(), step.undoneBy().map(_ -> "undo-" + name), step.retry(), step.undo());
  }

  /** Luck of every kind. */
  public static Arbitrary<Luck> luck() {
    return Arbitraries.frequency(
        Tuple.of(12, Luck.DONE),
        Tuple.of(6, Luck.FAILS),
        Tuple.of(1, Luck.FAILS_FOR_GOOD),
        Tuple.of(1, Luck.REFUSED),
        Tuple.of(1, Luck.REJECTED),
        Tuple.of(2, Luck.NOT_NOW),
        Tuple.of(1, Luck.NOT_FOR_LONG));
  }

  /** What chance has to say. */
  public static Arbitrary<Chance> chances() {
    return combine(
            luck().list().ofMinSize(1).ofMaxSize(4).list().ofMinSize(12).ofMaxSize(40),
            Arbitraries.integers().between(1, 6).list().ofMaxSize(40),
            Arbitraries.integers().between(0, 20).optional(0.4))
        .as(Chance::new);
  }

  /** What a saga may be told at any time: answers to what it asked, and what it did not ask for. */
  public static Arbitrary<List<SagaInput>> inputs() {
    var texts = Texts.texts();
    Arbitrary<StepResult> result =
        Arbitraries.oneOf(
            texts.map(StepResult.Done::new),
            combine(texts, texts, Arbitraries.of(true, false)).as(StepResult.Failed::new),
            combine(texts, texts).as(StepResult.Refused::new),
            combine(texts, texts.list().ofMaxSize(3)).as(StepResult.Rejected::new),
            combine(texts, Texts.times(), texts).as(StepResult.NotNow::new));
    Arbitrary<SagaInput> input =
        Arbitraries.oneOf(
            combine(result.list().ofMaxSize(4), Texts.times()).as(SagaInput.Ran::new),
            Texts.times().map(SagaInput.Woke::new),
            Texts.times().map(SagaInput.CancelRequested::new));
    return input.list().ofMinSize(1).ofMaxSize(3);
  }

  /** States that a saga can come to, on the way or at its end. */
  public static Arbitrary<SagaState> states() {
    return combine(sagas(), chances(), Arbitraries.integers().between(0, 30), Texts.times())
        .as(SagaArbitraries::state);
  }

  private static SagaState state(Saga saga, Chance chance, int inputs, Instant begin) {
    var machine = new SagaMachine(saga);
    var at = machine.start("task-workflow-x", begin);
    var now = begin;
    for (int i = 0; i < inputs && !at.state().ended(); i++) {
      if (chance.cancelAt().equals(Optional.of(i))) {
        at = machine.on(at.state(), new SagaInput.CancelRequested(now));
      }
      switch (at.directive()) {
        case Directive.Run run -> {
          now = now.plus(Duration.ofMillis(7));
          at = machine.on(at.state(), new SagaInput.Ran(chance.results(i, run, now), now));
        }
        case Directive.Wait wait -> {
          now = wait.until();
          at = machine.on(at.state(), new SagaInput.Woke(now));
        }
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
            Arbitraries.integers().between(1, 12))
        .as(
            (task, title, description, assignee, seconds, acceptedAt, number) ->
                new WorkflowRun(
                    WorkflowId.of(task, number),
                    new TaskRequest(task, title, description, assignee, seconds),
                    acceptedAt));
  }
}
