package taskagent.chaos.run;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import taskagent.chaos.check.Call;
import taskagent.chaos.check.Op;
import taskagent.chaos.check.Violation;
import taskagent.chaos.fault.Fault;
import taskagent.chaos.fault.Site;
import taskagent.chaos.load.Load;
import taskagent.chaos.load.Plan;

/** One run: clients ask, something breaks and is mended, and all is judged once it is at rest. */
public final class Trial {

  private static final Duration UNDISTURBED = Duration.ofSeconds(4);

  private final Site site;
  private final Fault fault;
  private final long seed;
  private final Plan plan;

  /** A run of that fault, there. */
  public Trial(Site site, Fault fault, long seed, Plan plan) {
    this.site = site;
    this.fault = fault;
    this.seed = seed;
    this.plan = plan;
  }

  /** Carries it out. */
  public Piece run() throws Exception {
    site.renew();
    var random = new Random(seed);
    var name = "s%d-%s".formatted(seed, Long.toString(System.nanoTime(), 36));
    var began = Instant.now();
    try (var load = Load.start(plan, seed, name, site.apis())) {
      Thread.sleep(UNDISTURBED.plusMillis(random.nextInt(1_000)));
      var injected = Instant.now();
      Instant healed;
      try {
        fault.inject().inject(random);
        Thread.sleep(fault.lasting());
      } finally {
        fault.heal().heal();
        healed = Instant.now();
      }
      site.awaitServing();
      var calls = load.await();
      return judge(began, injected, healed, calls);
    }
  }

  private Piece judge(Instant began, Instant injected, Instant healed, List<Call> calls)
      throws InterruptedException {
    var quiet = Instant.now();
    var violations = new Observer(site, calls).settle(healed, plan.enough());
    var throughput = Throughput.of(calls, began);
    return new Piece(
        Commit.current(),
        began.toString(),
        site.tier(),
        fault.number(),
        fault.name(),
        seed,
        count(calls),
        accepted(calls),
        violations.stream().map(Violation::toString).toList(),
        Duration.between(began, injected).toMillis(),
        Duration.between(began, healed).toMillis(),
        throughput.recovered(Duration.between(began, injected)).toMillis(),
        Duration.between(quiet, Instant.now()).toMillis(),
        throughput.done());
  }

  private static Piece.Calls count(List<Call> calls) {
    int acknowledged = 0;
    int notNow = 0;
    int unanswered = 0;
    for (var call : calls) {
      acknowledged += call.acknowledged() ? 1 : 0;
      notNow += call.reply().status() == 503 || call.reply().status() == 429 ? 1 : 0;
      unanswered += call.reply().status() == 0 ? 1 : 0;
    }
    return new Piece.Calls(calls.size(), acknowledged, notNow, unanswered);
  }

  private static int accepted(List<Call> calls) {
    return (int)
        calls.stream()
            .filter(call -> call.op() instanceof Op.Ask && call.acknowledged())
            .map(call -> call.op().subject())
            .distinct()
            .count();
  }
}
