package taskagent.chaos.sim;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import taskagent.chaos.check.ClientCall;
import taskagent.chaos.check.Evidence;
import taskagent.chaos.check.Invariant;
import taskagent.chaos.check.InvariantChecker;
import taskagent.chaos.check.ObservedState;
import taskagent.chaos.check.Violation;
import taskagent.chaos.load.ApiSnapshot;
import taskagent.chaos.load.LoadClient;
import taskagent.embedded.CrashableEngine;
import taskagent.embedded.CrashableEngine.Moment;

/**
 * One simulated life of the system. It is opened, used, and crashed at a commit, again and again.
 * Then it settles, and every invariant is checked. Its seed decides everything.
 */
final class SimulatedLife {

  private static final int DEEPEST_COMMIT = 12;
  private static final int REQUESTS_PER_CRASH = 12;
  private static final int CRASHES_PER_ACKNOWLEDGED = 4;
  private static final Duration SETTLED_WITHIN = Duration.ofSeconds(60);
  private static final Duration STEP = Duration.ofMillis(500);
  private static final int MAX_TURNS_BETWEEN_REQUESTS = 4;
  private static final int MAX_TURNS_TO_SETTLE = 100_000;

  private final Path folder;
  private final int crashes;
  private final Random random;
  private final VirtualClock clock = new VirtualClock();
  private final SimulatedReceivers receivers;
  private final List<ClientCall> calls = new ArrayList<>();
  private final SimulatedRuns runs;
  private final String name;

  SimulatedLife(Path folder, long seed, int crashes) {
    this.folder = folder;
    this.crashes = crashes;
    this.random = new Random(seed);
    this.receivers = new SimulatedReceivers(seed, clock);
    this.name = "life" + seed;
    this.runs = new SimulatedRuns(name, seed, clock);
  }

  /** Runs it and returns the violations. */
  List<Violation> live() {
    var engine = open(commit(), moment());
    var api = new EngineApi(clock, engine);
    var client = new LoadClient(0, name, random.nextLong(), api, calls::add, clock, Duration.ZERO);
    try {
      for (int crash = 1; crash <= crashes; crash++) {
        use(engine, client);
        engine.close();
        engine = crash < crashes ? open(commit(), moment()) : open(0, Moment.AFTER);
        api.use(engine);
      }
      return settle(engine, api);
    } finally {
      engine.close();
    }
  }

  private int commit() {
    return 1 + random.nextInt(DEEPEST_COMMIT);
  }

  private Moment moment() {
    return random.nextBoolean() ? Moment.BEFORE : Moment.AFTER;
  }

  private CrashableEngine open(int atCommit, Moment moment) {
    return new CrashableEngine(
        folder, clock, receivers::take, receivers::take, runs.begin(), random, atCommit, moment);
  }

  private void use(CrashableEngine engine, LoadClient client) {
    for (int i = 0; i < REQUESTS_PER_CRASH && !engine.dead(); i++) {
      client.next();
      if (random.nextInt(3) == 0) {
        runs.next(engine);
      }
      if (random.nextInt(3) == 0) {
        clock.advance(Duration.ofMillis(random.nextInt(1_500)));
      }
      for (int turns = random.nextInt(MAX_TURNS_BETWEEN_REQUESTS);
          turns > 0 && !engine.dead();
          turns--) {
        engine.turn();
      }
    }
  }

  /** Advances time only when the engine is idle, so that a slow machine makes nothing late. */
  private List<Violation> settle(CrashableEngine engine, EngineApi api) {
    var healed = clock.instant();
    while (true) {
      runUntilIdle(engine);
      var violations = new ArrayList<>(check(engine, api, healed));
      violations.addAll(runs.settle(engine));
      if (violations.isEmpty() || clock.instant().isAfter(healed.plus(SETTLED_WITHIN))) {
        return violations;
      }
      clock.advance(STEP);
    }
  }

  private static void runUntilIdle(CrashableEngine engine) {
    for (int turns = 0; engine.turn(); turns++) {
      if (turns == MAX_TURNS_TO_SETTLE) {
        throw new IllegalStateException("the engine does not become idle although no time passes");
      }
    }
  }

  /** Returns the calls, to compare lives. */
  List<ClientCall> calls() {
    return calls;
  }

  /** Returns the receivers, to compare lives. */
  SimulatedReceivers receivers() {
    return receivers;
  }

  /** Returns the runs of other kinds, to compare lives. */
  SimulatedRuns runs() {
    return runs;
  }

  private List<Violation> check(CrashableEngine engine, EngineApi api, Instant healed) {
    try {
      return InvariantChecker.check(
          new Evidence(calls, observe(engine, api), healed), crashes / CRASHES_PER_ACKNOWLEDGED);
    } catch (IOException e) {
      return List.of(new Violation(Invariant.ACKNOWLEDGED_IS_KEPT, name, "unreadable: " + e));
    }
  }

  private ObservedState observe(CrashableEngine engine, EngineApi api) throws IOException {
    long pending = engine.pendingEvents();
    var snapshot = ApiSnapshot.of(calls, api);
    return new ObservedState(
        snapshot.tasks(),
        snapshot.chats(),
        receivers.notified(),
        Set.of(),
        receivers.published(),
        receivers.overdue(),
        receivers.compensated(),
        pending,
        engine.deadEvents(),
        0,
        clock.instant());
  }
}
