package taskagent.domain.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static taskagent.domain.arbitrary.SampleSteps.act;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.statistics.Statistics;
import taskagent.domain.saga.SagaMachine.Transition;
import taskagent.domain.saga.StepCall.Mode;

/** Random sagas with child runs, which end in every way and at every time (specification §10). */
final class SagaFamilyProperties {

  private static final int BOUND = 200;

  @Provide
  Arbitrary<List<Integer>> steps() {
    return Arbitraries.integers().between(0, 4).list().ofMinSize(1).ofMaxSize(7);
  }

  private static Saga<Object> saga(List<Integer> acts, int atOnce) {
    return new Saga<>(
        "family",
        IntStream.range(0, acts.size()).mapToObj(i -> step("s" + i, acts.get(i), atOnce)).toList());
  }

  private static Step<Object> step(String name, int act, int atOnce) {
    return switch (act) {
      case 0 -> Step.of(name, act(Place.AGGREGATE)).undoneBy("undo", act(Place.AGGREGATE));
      case 1 -> Step.of(name, act(Place.OUTSIDE));
      case 2 -> Step.child(name, _ -> name, atOnce).optional(true);
      default -> Step.child(name, _ -> name, atOnce).undoneBy("undo", act(Place.OUTSIDE));
    };
  }

  /** The life of one family. */
  private static final class Life {

    private final SagaMachine machine;
    private final Random luck;
    private final List<String> alive = new ArrayList<>();
    private final List<String> compensated = new ArrayList<>();
    private final List<String> done = new ArrayList<>();
    private int mostAlive;
    private Transition at;

    Life(Saga<Object> saga, long seed) {
      machine = new SagaMachine(saga);
      luck = new Random(seed);
      at = machine.start("w", SagaStory.BEGIN);
    }

    SagaState live(Optional<Integer> cancelAt) {
      for (int i = 0; !at.state().ended(); i++) {
        assertThat(i).as("the saga ends").isLessThan(BOUND);
        if (cancelAt.equals(Optional.of(i))) {
          tell(new SagaInput.CancelRequested(SagaStory.BEGIN));
        }
        switch (at.directive()) {
          case Directive.Run run -> run(run);
          case Directive.AwaitChildren await -> {
            assertThat(await.children()).containsExactlyInAnyOrderElementsOf(alive);
            assertThat(at.state().awaitsChildren()).isTrue();
            end(alive.get(luck.nextInt(alive.size())));
          }
          case Directive.Finish _ -> {}
          case Directive.Wait _, Directive.AwaitSignal _ -> throw new AssertionError("no waits");
        }
      }
      assertThat(alive).as("no child runs when its parent has ended").isEqualTo(List.of());
      return at.state();
    }

    private void run(Directive.Run run) {
      var results = new ArrayList<StepResult>();
      for (var call : run.calls()) {
        results.add(carriedOut(run.place(), call));
        if (!results.getLast().verdict().goesOn()) {
          break;
        }
      }
      tell(new SagaInput.Ran(results, SagaStory.BEGIN));
      while (!alive.isEmpty() && luck.nextInt(3) == 0) { // an end that came with the results
        end(alive.get(luck.nextInt(alive.size())));
      }
    }

    private StepResult carriedOut(Place place, StepCall call) {
      if (place == Place.CHILDREN && call.mode() == Mode.UNDO) {
        return StepResult.done(call.step());
      }
      if (call.mode() == Mode.UNDO) {
        assertThat(alive).as("children compensate first").isEqualTo(List.of());
        compensated.add(call.step());
        return StepResult.done(call.step());
      }
      if (luck.nextInt(9) == 0) {
        return StepResult.refused(call.step(), "no");
      }
      if (place != Place.CHILDREN) {
        return StepResult.done(call.step());
      }
      alive.add(call.step());
      mostAlive = Math.max(mostAlive, alive.size());
      return StepResult.done(call.step(), call.step());
    }

    private void end(String child) {
      alive.remove(child);
      var outcomes =
          List.of(Outcome.COMPLETED, Outcome.COMPLETED, Outcome.COMPLETED, Outcome.FAILED);
      var outcome = outcomes.get(luck.nextInt(outcomes.size()));
      if (outcome == Outcome.COMPLETED) {
        done.add(child);
      }
      tell(new SagaInput.ChildEnded(child, outcome, SagaStory.BEGIN));
      tell(new SagaInput.ChildEnded(child, Outcome.FAILED, SagaStory.BEGIN)); // late news
    }

    private void tell(SagaInput input) {
      at = machine.on(at.state(), input);
    }
  }

  @Property(tries = 2_000)
  void everyFamily(
      @ForAll("steps") List<Integer> acts,
      @ForAll @IntRange(min = 1, max = 3) int atOnce,
      @ForAll long seed,
      @ForAll Optional<@IntRange(min = 0, max = 20) Integer> cancelAt) {
    var saga = saga(acts, atOnce);
    var life = new Life(saga, seed);
    var end = life.live(cancelAt);

    assertThat(life.mostAlive).isLessThanOrEqualTo(atOnce);
    assertThat(life.compensated).isEqualTo(life.compensated.stream().sorted(reverse()).toList());
    if (end.outcome().equals(Optional.of(Outcome.COMPLETED))) {
      assertThat(life.compensated).isEqualTo(List.of());
    } else {
      assertThat(life.compensated).containsAll(completedWithCompensation(saga, life.done));
    }
    Statistics.label("outcome").collect(end.outcome().orElseThrow());
    Statistics.label("children at once")
        .collect(life.mostAlive)
        .coverage(most -> most.check(3).percentage(share -> share > 3));
  }

  private static Comparator<String> reverse() {
    return Comparator.reverseOrder();
  }

  private static List<String> completedWithCompensation(Saga<Object> saga, List<String> done) {
    return done.stream().filter(child -> saga.step(child).compensation().isPresent()).toList();
  }
}
