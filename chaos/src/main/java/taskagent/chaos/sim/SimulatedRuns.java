package taskagent.chaos.sim;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import taskagent.chaos.check.Invariant;
import taskagent.chaos.check.Violation;
import taskagent.domain.contract.Delivery;
import taskagent.domain.contract.Delivery.Tour;
import taskagent.domain.contract.Monitor;
import taskagent.domain.contract.Monitor.Round;
import taskagent.domain.contract.OtherKinds;
import taskagent.domain.contract.ParcelOrder;
import taskagent.domain.contract.ParcelOrder.Order;
import taskagent.domain.contract.Recorder;
import taskagent.domain.engine.Kinds;
import taskagent.domain.port.Unavailable;
import taskagent.domain.run.Run;
import taskagent.domain.run.RunId;
import taskagent.domain.run.RunView;
import taskagent.domain.saga.Signal;
import taskagent.embedded.CrashableEngine;
import taskagent.json.InputRunJson;

/**
 * The runs of other kinds in one simulated life: orders whose steps are planned, monitors that
 * continue as new, and tours whose orders are child runs. It starts, signals and cancels them, and
 * has what their commands changed.
 */
final class SimulatedRuns implements CrashableEngine.OtherRuns {

  private static final List<String> ITEMS = List.of("book", "lamp", "vase", ParcelOrder.REFUSED);
  private static final Duration SIGNED_WITHIN = Duration.ofSeconds(20);
  private static final Duration REST = Duration.ofSeconds(1);

  private final String name;
  private final Random random;
  private final InstantSource clock;

  /** What is durable, or was sent to the outside. */
  private final Recorder taken = new Recorder();

  /** What the transaction that is under way has changed. */
  private Recorder uncommitted = new Recorder();

  private boolean crashed;
  private final Map<RunId, Run> asked = new LinkedHashMap<>();
  private final Set<RunId> acknowledged = new LinkedHashSet<>();
  private final List<String> ends = new ArrayList<>();
  private int signals;

  SimulatedRuns(String name, long seed, InstantSource clock) {
    this.name = name;
    this.random = new Random(~seed);
    this.clock = clock;
  }

  /** Begins the life of the next engine. */
  CrashableEngine.OtherRuns begin() {
    crashed = false;
    uncommitted = new Recorder();
    return this;
  }

  @Override
  public Kinds addTo(Kinds kinds) {
    return OtherKinds.addTo(
        kinds,
        InputRunJson::new,
        () -> crashed ? new Recorder() : taken,
        () -> crashed ? new Recorder() : uncommitted);
  }

  @Override
  public void committed() {
    taken.takeAll(uncommitted);
    uncommitted = new Recorder();
  }

  @Override
  public void crashed() {
    crashed = true;
  }

  // ---------------------------------------------------------------- what clients do

  /** Makes one request. */
  void next(CrashableEngine engine) {
    if (engine.dead()) {
      return;
    }
    try {
      int choice = random.nextInt(10);
      if (asked.isEmpty() || choice < 4) {
        start(engine, run(new RunId(name + "-run" + asked.size())));
      } else if (choice < 9) {
        signal(engine, any());
      } else {
        var _ = engine.runs().cancel(any().id());
      }
    } catch (Unavailable e) { // the client asks for something else then
    }
  }

  private Run any() {
    return asked.values().stream().skip(random.nextInt(asked.size())).findFirst().orElseThrow();
  }

  private Run run(RunId id) {
    return switch (random.nextInt(3)) {
      case 0 -> ParcelOrder.run(id, new Order(items(), SIGNED_WITHIN), clock.instant());
      case 1 -> Monitor.run(id, new Round(1 + random.nextInt(4), REST), clock.instant());
      default ->
          Delivery.run(
              id, new Tour(items(), 1 + random.nextInt(3), random.nextBoolean()), clock.instant());
    };
  }

  private List<String> items() {
    var some = ITEMS.stream().filter(_ -> random.nextInt(3) > 0).toList();
    return some.isEmpty() ? List.of("book") : some;
  }

  private void start(CrashableEngine engine, Run run) {
    asked.put(run.id(), run);
    var _ = engine.runs().start(run);
    acknowledged.add(run.id());
  }

  /** Sends a signal that is new, or one that was sent before. */
  private void signal(CrashableEngine engine, Run run) {
    int number = signals > 0 && random.nextInt(4) == 0 ? random.nextInt(signals) : signals++;
    var payload = "s" + number;
    if (isMonitor(run)) {
      var _ = engine.runs().signal(run.id(), new Signal(payload, Monitor.CHANGED, payload));
    } else {
      sign(engine, run, payload);
    }
  }

  private static void sign(CrashableEngine engine, Run run, String id) {
    for (var order : orders(run)) {
      var _ = engine.runs().signal(order, new Signal(id, ParcelOrder.SIGNATURE, id));
    }
  }

  private static boolean isMonitor(Run run) {
    return run.input() instanceof Round;
  }

  /** Returns the ids of the orders to sign for: the run itself, or its children. */
  private static List<RunId> orders(Run run) {
    return run.input() instanceof Tour tour
        ? tour.orders().stream().map(item -> Delivery.order(run.id(), item)).toList()
        : List.of(run.id());
  }

  // ---------------------------------------------------------------- what must hold at the end

  /** Signs for what is left, and returns what does not hold yet. */
  List<Violation> settle(CrashableEngine engine) {
    var violations = new ArrayList<Violation>();
    ends.clear();
    for (var run : asked.values()) {
      if (!isMonitor(run)) {
        sign(engine, run, "last");
      }
      var found = engine.runs().find(run.id());
      if (found.isPresent()) {
        violations.addAll(check(engine, run, found.get()));
      } else if (acknowledged.contains(run.id())) {
        violations.add(
            new Violation(Invariant.ACKNOWLEDGED_IS_KEPT, run.id().value(), "it does not exist"));
      }
    }
    return violations;
  }

  private List<Violation> check(CrashableEngine engine, Run run, RunView view) {
    if (view.defect().isPresent() || !view.state().ended()) {
      var story = view.defect().orElse("it goes on: " + view.state().steps());
      return List.of(new Violation(Invariant.EVERY_SAGA_ENDS, run.id().value(), story));
    }
    ends.add(run.kind().name() + " " + view.state().outcome().orElseThrow());
    var children =
        run.input() instanceof Tour
            ? orders(run).stream().flatMap(id -> engine.runs().find(id).stream()).toList()
            : List.<RunView>of();
    return Stream.concat(
            new RunChecks(view, taken, children).violations(),
            children.stream()
                .filter(RunView::over)
                .flatMap(child -> new RunChecks(child, taken, List.of()).violations()))
        .toList();
  }

  /** Returns how the runs ended, in words, to compare lives. */
  List<String> ends() {
    return ends;
  }
}
