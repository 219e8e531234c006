package taskagent.chaos.fault;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import taskagent.chaos.load.HttpApi;
import taskagent.chaos.load.Outside;
import taskagent.dapr.cluster.ClusterPlan;
import taskagent.dapr.cluster.DaprCluster;

/** Two replicas with their sidecars, Redis, placement and scheduler, each in a container. */
public final class DaprSite implements Site {

  private static final Duration BRIEF = Duration.ofSeconds(2);
  private static final Duration OUTAGE = Duration.ofSeconds(5);
  private static final Duration FROZEN = Duration.ofSeconds(30);

  /** The image that {@code older-build} makes. */
  public static final String OLDER = "taskagent/app:older";

  /** Longer than the deadlines of hurried tasks are away. */
  private static final Duration PAST_DEADLINES = Duration.ofSeconds(20);

  /** Appends the first entries of a stream to it once more, the other way round. */
  private static final String AGAIN =
      """
      local entries = redis.call('XRANGE', KEYS[1], '-', '+', 'COUNT', 100)
      for i = #entries, 1, -1 do redis.call('XADD', KEYS[1], '*', unpack(entries[i][2])) end
      return #entries
      """;

  private final Outside outside = new Outside(InetAddress.getLoopbackAddress());
  private final DaprCluster cluster;

  /** Starts all of it. */
  public DaprSite() {
    var settings =
        outside.settings().entrySet().stream()
            .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
            .toArray(String[]::new);
    cluster = new DaprCluster(ClusterPlan.standard().wrongClocks().settings(settings)).start();
    cluster.awaitServing();
  }

  @Override
  public String tier() {
    return "dapr";
  }

  @Override
  public List<HttpApi> apis() {
    return cluster.addresses().stream().map(HttpApi::new).toList();
  }

  @Override
  public Outside outside() {
    return outside;
  }

  @Override
  public List<Fault> faults() {
    var faults = new ArrayList<Fault>();
    faults.add(killed(2, "app", BRIEF));
    faults.add(frozenApp());
    faults.add(killed(5, "daprd", BRIEF));
    faults.add(killed(6, "scheduler", PAST_DEADLINES));
    faults.add(killed(6, "placement", BRIEF));
    faults.add(killed(6, "scheduler", BRIEF));
    faults.add(killed(7, "redis", OUTAGE));
    faults.add(killed(7, "redis", Duration.ofSeconds(60)));
    faults.add(
        new Fault(7, "redis frozen, 5 s", OUTAGE, _ -> cluster.pause("redis"), cluster::heal));
    faults.add(wrongClock("ahead", Duration.ofHours(1)));
    faults.add(wrongClock("behind", Duration.ofHours(-1)));
    faults.add(eventsAgain());
    faults.add(OutsideFaults.poison(this));
    faults.addAll(OutsideFaults.of(outside));
    faults.addAll(
        OutsideFaults.worstMoments(
            outside, () -> () -> List.of("app-0", "app-1").forEach(cluster::kill), cluster::heal));
    faults.add(
        OutsideFaults.compensationFails(outside, () -> cluster.pause("redis"), cluster::heal));
    faults.add(otherVersion());
    return faults;
  }

  /** What the present version began, an older one goes on with, and the other way round. */
  private Fault otherVersion() {
    return new Fault(
        23,
        "an older version in its place for 8 s",
        Duration.ofSeconds(8),
        _ -> {
          cluster.replace(0, OLDER);
          cluster.replace(1, OLDER);
          cluster.awaitServing();
        },
        () -> {
          cluster.replace(0);
          cluster.replace(1);
          cluster.awaitServing();
        });
  }

  private Fault killed(int row, String part, Duration lasting) {
    var name = part + " killed" + (lasting.equals(BRIEF) ? "" : ", " + lasting.toSeconds() + " s");
    return new Fault(row, name, lasting, random -> cluster.kill(one(part, random)), cluster::heal);
  }

  /** An app starts with a clock that is wrong, which is set right as it runs. */
  private Fault wrongClock(String how, Duration ahead) {
    var wrong = new AtomicInteger();
    return new Fault(
        16,
        "the clock of an app an hour " + how,
        PAST_DEADLINES,
        random -> {
          wrong.set(random.nextInt(cluster.addresses().size()));
          cluster.kill("app-" + wrong.get());
          cluster.setClock(wrong.get(), ahead);
          cluster.heal();
        },
        () -> cluster.setClock(wrong.get(), Duration.ZERO));
  }

  /** Its sidecar may have to be started again, which the app sees to. */
  private Fault frozenApp() {
    return new Fault(
        3, "app frozen, 30 s", FROZEN, random -> cluster.pause(one("app", random)), cluster::heal);
  }

  /** Events come again, late and the other way round; none is handed on again. */
  private Fault eventsAgain() {
    var before = new AtomicInteger();
    return new Fault(
        18,
        "events delivered again, late, in reverse",
        OUTAGE,
        _ -> {
          before.set(outside.again());
          if (cluster.redis("EVAL", AGAIN, "1", "task-events").equals("0")) {
            throw new IllegalStateException("there are no events to come again");
          }
        },
        () -> {
          int again = outside.again() - before.get();
          if (again > 0) {
            throw new IllegalStateException(again + " events were handed on again");
          }
        });
  }

  /** One of the parts with that name, of which there may be one for each replica. */
  private String one(String part, Random random) {
    var candidates = cluster.names().stream().filter(name -> name.startsWith(part)).toList();
    return candidates.get(random.nextInt(candidates.size()));
  }

  @Override
  public void awaitServing() {
    cluster.awaitServing();
  }

  @Override
  public void close() {
    cluster.close();
    outside.close();
  }
}
