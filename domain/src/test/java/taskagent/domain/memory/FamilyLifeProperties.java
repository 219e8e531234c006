package taskagent.domain.memory;

import static net.jqwik.api.Combinators.combine;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.statistics.Statistics;
import taskagent.domain.contract.Delivery;
import taskagent.domain.contract.Delivery.Tour;
import taskagent.domain.contract.ManualClock;
import taskagent.domain.contract.ParcelOrder;
import taskagent.domain.contract.ScriptedOutside;
import taskagent.domain.run.RunId;
import taskagent.domain.run.RunView;
import taskagent.domain.saga.Signal;
import taskagent.domain.saga.StepState;

/** Whole families of runs on an engine that restarts between any two events. */
final class FamilyLifeProperties {

  private static final RunId TOUR = new RunId("tour");
  private static final List<String> ITEMS = List.of("a", "b", ParcelOrder.REFUSED, "c", "d");
  private static final int TIMES = 12;

  /** Something that happens to a family: a signature for an item, or a cancellation. */
  private record Event(String item, boolean cancels) {}

  /** What is left of a family: the records of all its runs, and their effects. */
  private record Life(List<StepState> lines, List<String> outcomes, List<List<String>> effects) {}

  @Provide
  Arbitrary<Tour> tours() {
    return combine(
            Arbitraries.of(ITEMS).list().uniqueElements().ofMinSize(1).ofMaxSize(4),
            Arbitraries.integers().between(1, 3),
            Arbitraries.of(true, false))
        .as(Tour::new);
  }

  @Provide
  Arbitrary<List<Event>> events() {
    var events =
        combine(Arbitraries.of(ITEMS), Arbitraries.integers().between(0, 40))
            .as((item, chance) -> new Event(item, chance == 0));
    return events.list().ofSize(TIMES);
  }

  @Property(tries = 200)
  void aRestartAtAnyMomentChangesNothing(
      @ForAll("tours") Tour tour,
      @ForAll("events") List<Event> events,
      @ForAll List<@IntRange(max = TIMES) Integer> restarts) {
    var whole = life(tour, events, List.of());

    assertThat(life(tour, events, restarts)).isEqualTo(whole);
    Statistics.label("outcome")
        .collect(whole.outcomes().getFirst())
        .coverage(
            outcomes -> {
              outcomes.check("completed").percentage(share -> share > 5);
              outcomes.check("failed").percentage(share -> share > 5);
              outcomes.check("cancelled").percentage(share -> share > 5);
            });
  }

  private static Life life(Tour tour, List<Event> events, List<Integer> restarts) {
    var outside = ScriptedOutside.with(new ManualClock());
    var engine = InMemoryEngine.inCallersThread(outside);
    engine.runs().start(Delivery.run(TOUR, tour, ManualClock.START));
    for (int i = 0; i < events.size(); i++) {
      if (restarts.contains(i)) {
        engine.restart(Duration.ZERO);
      }
      happens(engine, events.get(i), i);
      check(engine, tour);
    }
    for (int order = 0; order < tour.orders().size(); order++) {
      engine.advance(Duration.ofDays(30)); // nobody signs for what is left
      check(engine, tour);
    }
    var runs =
        Stream.concat(Stream.of(TOUR), tour.orders().stream().map(i -> Delivery.order(TOUR, i)))
            .toList();
    var found = runs.stream().flatMap(id -> engine.runs().find(id).stream()).toList();
    assertThat(found).allMatch(RunView::over);
    return new Life(
        found.stream().flatMap(run -> run.state().steps().stream()).toList(),
        found.stream().map(run -> run.state().outcome().orElseThrow().wireName()).toList(),
        runs.stream().map(outside.recorder()::of).toList());
  }

  private static void happens(InMemoryEngine engine, Event event, int number) {
    if (event.cancels()) {
      engine.runs().cancel(TOUR);
    } else {
      engine
          .runs()
          .signal(
              Delivery.order(TOUR, event.item()),
              new Signal("s" + number, ParcelOrder.SIGNATURE, "ann"));
    }
  }

  /** Never too many children run, and none runs when the parent has ended. */
  private static void check(InMemoryEngine engine, Tour tour) {
    long alive =
        tour.orders().stream()
            .map(item -> engine.runs().find(Delivery.order(TOUR, item)))
            .flatMap(Optional::stream)
            .filter(run -> !run.over())
            .count();
    boolean ended = engine.runs().find(TOUR).orElseThrow().over();
    assertThat(alive).isLessThanOrEqualTo(ended ? 0 : tour.atOnce());
  }
}
