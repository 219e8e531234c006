package taskagent.domain.engine;

import static net.jqwik.api.Combinators.combine;
import static org.assertj.core.api.Assertions.assertThat;
import static taskagent.domain.engine.RunLife.GENERATIONS;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;
import taskagent.domain.run.InputRun;
import taskagent.domain.saga.Saga;
import taskagent.domain.saga.SagaInput;
import taskagent.domain.saga.SagaState;
import taskagent.domain.saga.Signal;
import taskagent.domain.saga.Step;
import taskagent.domain.saga.Target;
import taskagent.domain.saga.Verdict;

/** Random runs with signals, waits and outputs, whose process crashes (specification §10). */
final class RunLifeProperties {

  private static final Target<InputRun<String>, String> STOCK = Target.aggregate("stock");
  private static final Target<InputRun<String>, String> BANK = Target.outside("bank");
  private static final Duration HOUR = Duration.ofHours(1);
  private static final int DECIDING = 6;
  private static final int GROWING = 7;
  private static final int LINES_AT_MOST = 12;

  @Provide
  Arbitrary<Saga<InputRun<String>>> sagas() {
    return sagas(GROWING);
  }

  @Provide
  Arbitrary<Saga<InputRun<String>>> sagasThatDoNotGrow() {
    return sagas(GROWING - 1);
  }

  private static Arbitrary<Saga<InputRun<String>>> sagas(int last) {
    return Arbitraries.of(0, 1, 1, 2, 2, 3, 4, 5, DECIDING, GROWING)
        .filter(act -> act <= last)
        .list()
        .ofMinSize(1)
        .ofMaxSize(6)
        .map(
            acts ->
                new Saga<>(
                    "random",
                    Stream.concat(
                            IntStream.range(0, acts.size())
                                .mapToObj(i -> step("s" + i, acts.get(i))),
                            acts.contains(GROWING) ? templates() : Stream.of())
                        .toList(),
                    LINES_AT_MOST,
                    Optional.empty()));
  }

  private static Stream<Step<InputRun<String>>> templates() {
    return IntStream.of(0, 2, 3, 4, GROWING)
        .mapToObj(act -> step(RunLife.TEMPLATE + act, act).asTemplate());
  }

  private static Step<InputRun<String>> step(String name, int act) {
    return switch (act) {
      case 0 -> Step.pause(name, HOUR);
      case 1 -> Step.hear(name, "a", HOUR);
      case 2 -> Step.hearOrGoOn(name, "b", HOUR);
      case 3 -> STOCK.step(name, _ -> "take").undoneBy("put", STOCK.send(_ -> "put"));
      case 4 -> BANK.step(name, _ -> "pay").undoneBy("refund", BANK.send(_ -> "refund"));
      case DECIDING -> Step.decide(name, _ -> new Verdict.Done());
      case GROWING ->
          STOCK.step(name, _ -> "split").undoneBy("merge", STOCK.send(_ -> "merge")).growing();
      default -> STOCK.step(name, _ -> "count");
    };
  }

  @Provide
  Arbitrary<List<Integer>> luck() {
    return Arbitraries.frequency(
            Tuple.of(2, 0), Tuple.of(1, 1), Tuple.of(1, 2), Tuple.of(3, 3), Tuple.of(9, 4))
        .list()
        .ofSize(17);
  }

  @Provide
  Arbitrary<List<RunLife.Told>> told() {
    return combine(
            Arbitraries.integers().between(0, 8),
            Arbitraries.integers().between(0, 5),
            Arbitraries.of("a", "b"))
        .as((after, id, name) -> new RunLife.Told(after, new Signal("id" + id, name, name + id)))
        .list()
        .ofMaxSize(5);
  }

  @Provide
  Arbitrary<Optional<Integer>> cancelAfter() {
    return Arbitraries.integers().between(0, 6).optional(0.2);
  }

  @Property(tries = 400)
  void aCrashAtAnyMomentChangesNothing(
      @ForAll("sagas") Saga<InputRun<String>> saga,
      @ForAll("luck") List<Integer> luck,
      @ForAll("told") List<RunLife.Told> told,
      @ForAll("cancelAfter") Optional<Integer> cancelAfter) {
    var whole = new RunLife(saga, luck, told, cancelAfter, Set.of(), GENERATIONS);
    var end = whole.live();

    noSignalIsLostOrTakenTwice(whole, end);
    for (int moment = 0; moment < whole.moments(); moment++) {
      var crashed = new RunLife(saga, luck, told, cancelAfter, Set.of(moment), GENERATIONS);
      assertThat(crashed.live()).isEqualTo(end);
      assertThat(crashed.entries()).isEqualTo(whole.entries());
      assertThat(crashed.effects()).isEqualTo(whole.effects());
      assertThat(crashed.ends()).isEqualTo(whole.ends());
      assertThat(crashed.calls).isEqualTo(whole.calls);
    }
    Statistics.label("outcome").collect(end.outcome().orElseThrow());
    assertThat(end.steps()).hasSizeLessThanOrEqualTo(Math.max(LINES_AT_MOST, saga.steps().size()));
    Statistics.label("grown")
        .collect(end.steps().stream().anyMatch(step -> step.template().isPresent()))
        .coverage(grown -> grown.check(true).percentage(share -> share > 5));
    Statistics.label("generations")
        .collect(whole.ends().size() + 1)
        .coverage(coverage -> coverage.check(3).percentage(share -> share > 5));
    Statistics.label("heard")
        .collect(!heard(whole, end).isEmpty())
        .coverage(heard -> heard.check(true).percentage(share -> share > 5));
  }

  /** Every signal that came before the end was told, and is the output of at most one step. */
  private static void noSignalIsLostOrTakenTwice(RunLife life, SagaState end) {
    var told =
        life.entries().stream()
            .flatMap(entry -> entry.inputs().stream())
            .flatMap(
                input ->
                    input instanceof SagaInput.Signalled(var signal, _)
                        ? Stream.of(signal)
                        : Stream.empty())
            .toList();
    assertThat(told).isEqualTo(life.came);
    assertThat(end.seen()).isEqualTo(end.seen().stream().distinct().toList());
    var heard = heard(life, end);
    assertThat(heard).doesNotHaveDuplicates();
    var kept = end.signals().stream().map(Signal::payload).toList();
    for (var signal : firstOfEachId(life.came)) {
      assertThat(heard.contains(signal.payload()) || kept.contains(signal.payload()))
          .as("%s is heard by a step of some generation, or kept", signal)
          .isEqualTo(true);
    }
  }

  private static List<Signal> firstOfEachId(List<Signal> signals) {
    return signals.stream()
        .filter(
            signal ->
                signals.stream()
                    .filter(other -> other.id().equals(signal.id()))
                    .findFirst()
                    .equals(Optional.of(signal)))
        .toList();
  }

  /** Returns what the steps of all generations heard. */
  private static List<String> heard(RunLife life, SagaState end) {
    return Stream.concat(life.ends().stream(), Stream.of(end))
        .flatMap(state -> heard(state).stream())
        .toList();
  }

  private static List<String> heard(SagaState end) {
    return end.steps().stream()
        .flatMap(step -> step.output().stream())
        .filter(output -> output.matches("[ab][0-9]"))
        .toList();
  }

  /** The journal has what was planned, so a build that would plan otherwise changes nothing. */
  @Property(tries = 200)
  void aReplayPlansNothing(
      @ForAll("sagas") Saga<InputRun<String>> saga,
      @ForAll("luck") List<Integer> luck,
      @ForAll("told") List<RunLife.Told> told) {
    var life = new RunLife(saga, luck, told, Optional.empty(), Set.of(), GENERATIONS);
    var end = life.live();

    assertThat(life.replayed()).isEqualTo(end);
  }

  /** A signal may come before the step that hears it, or while that step waits. */
  @Property(tries = 400)
  void earlyIsLate(@ForAll("sagasThatDoNotGrow") Saga<InputRun<String>> saga) {
    var signals =
        IntStream.range(0, saga.steps().size())
            .boxed()
            .flatMap(
                i ->
                    List.of(new Signal("a" + i, "a", "a" + i), new Signal("b" + i, "b", "b" + i))
                        .stream())
            .toList();
    var early = signals.stream().map(signal -> new RunLife.Told(0, signal)).toList();
    var atEachStop =
        IntStream.range(0, 12)
            .boxed()
            .flatMap(i -> early.stream().map(told -> new RunLife.Told(i, told.signal())))
            .toList();

    var one = new RunLife(saga, List.of(4), early, Optional.empty(), Set.of(), 1);
    var again = new RunLife(saga, List.of(4), atEachStop, Optional.empty(), Set.of(), 1);
    var end = one.live();

    assertThat(statuses(again.live())).isEqualTo(statuses(end));
    for (var step : end.steps()) {
      assertThat(step.output().isPresent())
          .as(step.name())
          .isEqualTo(!(saga.step(step.name()).act() instanceof taskagent.domain.saga.Act.Pause));
    }
  }

  private static List<String> statuses(SagaState state) {
    return state.steps().stream()
        .map(step -> step.name() + " " + step.status() + " " + step.output())
        .toList();
  }
}
