package taskagent.domain.engine;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import taskagent.domain.memory.InMemoryJournal;
import taskagent.domain.memory.KeptInMemory;
import taskagent.domain.port.Notifier;
import taskagent.domain.run.InputRun;
import taskagent.domain.run.Kind;
import taskagent.domain.run.KindId;
import taskagent.domain.run.Run;
import taskagent.domain.run.RunId;
import taskagent.domain.saga.Directive;
import taskagent.domain.saga.Ended;
import taskagent.domain.saga.Plan;
import taskagent.domain.saga.Saga;
import taskagent.domain.saga.SagaState;
import taskagent.domain.saga.Signal;
import taskagent.domain.saga.Step;
import taskagent.domain.saga.StepCall;
import taskagent.domain.saga.StepResult;

/**
 * The life of one run over a journal: it is driven in transactions, receives signals between them,
 * and its process crashes at some moments. A crash loses the transaction or the answer of the call
 * that was under way.
 */
final class RunLife {

  /** What the names of templates begin with. */
  static final String TEMPLATE = "template";

  static final KindId KIND = new KindId("random", 1);
  private static final Instant BEGIN = Instant.parse("2026-03-01T09:00:00Z");
  static final int GENERATIONS = 3;
  private static final int MOMENTS_AT_MOST = 1_000;

  /** A signal, and how many entries the journal has at least when it comes. */
  record Told(int after, Signal signal) {}

  /**
   * What is durable.
   *
   * @param dropped the entries of earlier generations
   * @param ends the last states of earlier generations
   */
  private record Stored(
      InputRun<String> run,
      List<Journal.Entry> dropped,
      List<SagaState> ends,
      List<Journal.Entry> entries,
      List<Signal> inbox,
      Optional<SagaState> state,
      Optional<Reached> reached,
      List<String> effects) {

    /** Returns how many entries there were in all generations. */
    int written() {
      return dropped.size() + entries.size();
    }
  }

  /** A transaction on what is stored. */
  private final class InTransaction extends InMemoryJournal {
    private InputRun<String> run = stored.run();
    private List<Journal.Entry> dropped = stored.dropped();
    private List<SagaState> ends = stored.ends();
    private List<Signal> inbox = stored.inbox();
    private Optional<SagaState> saved = stored.state();
    private final List<String> effects = new ArrayList<>(stored.effects());

    InTransaction() {
      super(stored.entries());
    }

    @Override
    public boolean cancelRequested() {
      return cancelAfter.filter(after -> stored.written() >= after).isPresent();
    }

    @Override
    public List<Signal> takeSignals() {
      var taken = inbox;
      inbox = List.of();
      return taken;
    }

    @Override
    public void save(SagaState state, Next next) {
      saved = Optional.of(state);
    }

    @Override
    public void restart(Run next, SagaState begun) {
      dropped = Stream.concat(dropped.stream(), entries().stream()).toList();
      ends = Stream.concat(ends.stream(), lastEnd.stream()).toList();
      super.restart(next, begun);
      run = run.with(run.input()).in(next.generation(), next.acceptedAt(), next.decided());
      saved = Optional.of(begun);
    }

    private List<StepResult> run(Directive.Run directive) {
      return results(directive, effects);
    }
  }

  private final Saga<InputRun<String>> saga;
  private final List<Integer> luck;
  private final List<Told> told;
  private final Optional<Integer> cancelAfter;
  private final Set<Integer> crashes;
  private final int generations;
  private final JournaledDriver driver;
  private final Set<Integer> delivered = new LinkedHashSet<>();
  private Instant now = BEGIN;
  private int moment;
  private Optional<SagaState> lastEnd = Optional.empty();
  private Stored stored;

  /** The keys of the calls to the outside that were made. */
  final Set<String> calls = new LinkedHashSet<>();

  /** The signals that came before the end. */
  final List<Signal> came = new ArrayList<>();

  RunLife(
      Saga<InputRun<String>> plain,
      List<Integer> luck,
      List<Told> told,
      Optional<Integer> cancelAfter,
      Set<Integer> crashes,
      int generations) {
    this.saga = continued(plain);
    this.generations = generations;
    var kinds =
        Kinds.ofTasks(new KeptInMemory<>(), _ -> new Notifier.Sent())
            .with(
                new Kind<InputRun<String>>(KIND, new KeptInMemory<>(), _ -> saga),
                _ -> new Hosts());
    this.stored =
        new Stored(
            InputRun.accepted(KIND, saga, new RunId("w"), "input", BEGIN),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            List.of());
    this.luck = luck;
    this.told = told;
    this.cancelAfter = cancelAfter;
    this.crashes = crashes;
    this.driver = new JournaledDriver(kinds, () -> now);
  }

  /** Each saga that may do so continues as new. */
  private Saga<InputRun<String>> continued(Saga<InputRun<String>> plain) {
    try {
      return plain.continueWith(this::next);
    } catch (IllegalArgumentException e) {
      return plain; // it does not rest
    }
  }

  private Optional<InputRun<String>> next(Ended<InputRun<String>> ended) {
    lastEnd = Optional.of(ended.state());
    boolean last = ended.state().generation() == generations;
    return last ? Optional.empty() : Optional.of(ended.input().with("input"));
  }

  /** Lives to the end of the run, and returns its state. */
  SagaState live() {
    drive(Drive.first(Optional.of(() -> {})));
    while (true) {
      listen();
      switch (stored.reached().orElseThrow()) {
        case Reached.Ended(_, var state) -> {
          return state;
        }
        case Reached.Continued() -> drive(Drive.on(false, Optional.of(() -> {})));
        case Reached.Outside call -> {
          var results = results(call.directive(), new ArrayList<>());
          call.directive().calls().forEach(each -> calls.add(each.key()));
          if (!crashed()) {
            drive(Drive.after(results, call.permit()));
          }
        }
        case Reached.Waiting() -> {
          if (stored.inbox().isEmpty()) {
            now = now.plus(waiting());
          }
          drive(Drive.on(false, Optional.of(() -> {})));
        }
      }
    }
  }

  private Duration waiting() {
    var until = stored.state().flatMap(SagaState::waitsUntil).orElseThrow();
    return until.isAfter(now) ? Duration.between(now, until) : Duration.ZERO;
  }

  /** Stores the signals that come now. */
  private void listen() {
    if (!saga.hears() || stored.reached().orElseThrow() instanceof Reached.Ended) {
      return;
    }
    var inbox = new ArrayList<>(stored.inbox());
    for (int i = 0; i < told.size(); i++) {
      if (told.get(i).after() <= stored.written() && delivered.add(i)) {
        inbox.add(told.get(i).signal());
        came.add(told.get(i).signal());
      }
    }
    stored =
        new Stored(
            stored.run(),
            stored.dropped(),
            stored.ends(),
            stored.entries(),
            inbox,
            stored.state(),
            stored.reached(),
            stored.effects());
  }

  private void drive(Drive drive) {
    InTransaction transaction;
    Reached reached;
    do {
      transaction = new InTransaction();
      reached = driver.drive(transaction, stored.run(), transaction::run, drive);
    } while (crashed());
    stored =
        new Stored(
            transaction.run,
            transaction.dropped,
            transaction.ends,
            transaction.entries(),
            transaction.inbox,
            transaction.saved,
            Optional.of(reached),
            transaction.effects);
  }

  private boolean crashed() {
    if (moment > MOMENTS_AT_MOST) {
      throw new AssertionError("the run does not end");
    }
    return crashes.contains(moment++);
  }

  private List<StepResult> results(Directive.Run directive, List<String> effects) {
    var results = new ArrayList<StepResult>();
    for (var call : directive.calls()) {
      results.add(result(call, directive));
      effects.add(call.key() + " #" + call.attempt() + " " + directive.outputs());
      if (!results.getLast().verdict().goesOn()) {
        break;
      }
    }
    return results;
  }

  /** The result depends on nothing but the call, so that it is the same after a crash. */
  private StepResult result(StepCall call, Directive.Run directive) {
    int seed = 0;
    for (byte each : (call.key() + call.attempt()).getBytes(StandardCharsets.UTF_8)) {
      seed = 31 * seed + each;
    }
    var result = plainResult(call, directive, seed);
    boolean plans = result.verdict().goesOn() && call.mode() == StepCall.Mode.DO;
    return plans && saga.step(call.definition()).grows()
        ? StepResult.planned(call.step(), plans(call, seed))
        : result;
  }

  /** Plans up to three steps. Now and then a name is taken. */
  private List<Plan> plans(StepCall call, int seed) {
    var templates = saga.steps().stream().filter(Step::template).map(Step::name).toList();
    var plans = new ArrayList<Plan>();
    for (int i = 0; i < Math.floorMod(seed / 17, 4); i++) {
      var template = templates.get(Math.floorMod(seed / 7 + i, templates.size()));
      var name = Math.floorMod(seed / 5, 23) == 0 ? "s0" : call.step() + "/" + i;
      plans.add(new Plan(template, name, Integer.toString(i)));
    }
    return plans;
  }

  private StepResult plainResult(StepCall call, Directive.Run directive, int seed) {
    return switch (luck.get(Math.floorMod(seed, luck.size()))) {
      case 0 -> StepResult.failed(call.step(), "no route", true);
      case 1 -> StepResult.notNow(call.step(), now.plusSeconds(90), "circuit open");
      case 2 -> StepResult.refused(call.step(), "it is closed");
      case 3 -> StepResult.done(call.step());
      default -> StepResult.done(call.step(), call.step() + " of " + directive.outputs().size());
    };
  }

  /** Replays the whole journal, with code that cannot answer anything. */
  SagaState replayed() {
    var reached =
        driver.drive(
            new InMemoryJournal(stored.entries()),
            stored.run(),
            directive -> {
              throw new AssertionError(directive.key() + " is not replayed");
            },
            Drive.on(false, Optional.empty()));
    return switch (reached) {
      case Reached.Ended(_, var state) -> state;
      case Reached.Outside _, Reached.Waiting _, Reached.Continued _ ->
          throw new AssertionError("not replayed");
    };
  }

  /** Returns the entries of all generations. */
  List<Journal.Entry> entries() {
    return Stream.concat(stored.dropped().stream(), stored.entries().stream()).toList();
  }

  /** Returns the last states of all generations before the last. */
  List<SagaState> ends() {
    return stored.ends();
  }

  List<String> effects() {
    return stored.effects();
  }

  int moments() {
    return moment;
  }
}
