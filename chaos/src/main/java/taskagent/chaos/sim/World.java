package taskagent.chaos.sim;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import taskagent.chaos.check.Call;
import taskagent.chaos.check.Checker;
import taskagent.chaos.check.Evidence;
import taskagent.chaos.check.Invariant;
import taskagent.chaos.check.Seen;
import taskagent.chaos.check.Violation;
import taskagent.chaos.load.LoadClient;
import taskagent.chaos.load.Sight;
import taskagent.embedded.MortalEngine;
import taskagent.embedded.MortalEngine.Moment;

/**
 * One simulated life of the system: it is opened, used, and killed at a commit, again and again;
 * then it is left in peace, and judged. All of it is decided by its seed.
 */
final class World {

  private static final int DEEPEST_COMMIT = 12;
  private static final int THINGS_IN_A_LIFE = 12;
  private static final int CRASHES_PER_ACKNOWLEDGED = 4;
  private static final Duration SETTLED_WITHIN = Duration.ofSeconds(60);
  private static final Duration STEP = Duration.ofMillis(500);
  private static final int TURNS_BETWEEN = 4;
  private static final int TURNS_TO_REST = 100_000;

  private final Path folder;
  private final int crashes;
  private final Random random;
  private final VirtualClock clock = new VirtualClock();
  private final Outsiders outside;
  private final List<Call> calls = new ArrayList<>();
  private final String name;

  World(Path folder, long seed, int crashes) {
    this.folder = folder;
    this.crashes = crashes;
    this.random = new Random(seed);
    this.outside = new Outsiders(seed, clock);
    this.name = "w" + seed;
  }

  /** What does not hold when it is over. */
  List<Violation> live() {
    var engine = open(commit(), moment());
    var api = new EngineApi(clock, engine);
    var client = new LoadClient(0, name, random.nextLong(), api, calls::add, clock, Duration.ZERO);
    try {
      for (int crash = 1; crash <= crashes; crash++) {
        use(engine, client);
        engine.close();
        engine = crash < crashes ? open(commit(), moment()) : open(0, Moment.AFTER);
        api.ask(engine);
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

  private MortalEngine open(int atCommit, Moment moment) {
    return new MortalEngine(folder, clock, outside::take, outside::take, random, atCommit, moment);
  }

  private void use(MortalEngine engine, LoadClient client) {
    for (int i = 0; i < THINGS_IN_A_LIFE && !engine.dead(); i++) {
      client.next();
      if (random.nextInt(3) == 0) {
        clock.advance(Duration.ofMillis(random.nextInt(1_500)));
      }
      for (int turns = random.nextInt(TURNS_BETWEEN); turns > 0 && !engine.dead(); turns--) {
        engine.turn();
      }
    }
  }

  /** Time passes only as fast as the engine follows, so that "late" is not this machine's doing. */
  private List<Violation> settle(MortalEngine engine, EngineApi api) {
    var healed = clock.instant();
    while (true) {
      rest(engine);
      var violations = look(engine, api, healed);
      if (violations.isEmpty() || clock.instant().isAfter(healed.plus(SETTLED_WITHIN))) {
        return violations;
      }
      clock.advance(STEP);
    }
  }

  private static void rest(MortalEngine engine) {
    for (int turns = 0; engine.turn(); turns++) {
      if (turns == TURNS_TO_REST) {
        throw new IllegalStateException("it does not come to rest although no time passes");
      }
    }
  }

  /** What was asked and answered, for those who compare lives. */
  List<Call> calls() {
    return calls;
  }

  /** Who heard of it. */
  Outsiders outside() {
    return outside;
  }

  private List<Violation> look(MortalEngine engine, EngineApi api, Instant healed) {
    try {
      return Checker.check(
          new Evidence(calls, see(engine, api), healed), crashes / CRASHES_PER_ACKNOWLEDGED);
    } catch (IOException e) {
      return List.of(new Violation(Invariant.ACKNOWLEDGED_IS_KEPT, name, "unreadable: " + e));
    }
  }

  private Seen see(MortalEngine engine, EngineApi api) throws IOException {
    long pending = engine.figure("events_pending");
    var sight = Sight.of(calls, List.of(api));
    return new Seen(
        sight.tasks(),
        sight.chats(),
        outside.notified(),
        Set.of(),
        outside.published(),
        outside.overdue(),
        outside.compensated(),
        pending,
        engine.figure("events_dead"),
        0,
        clock.instant());
  }
}
