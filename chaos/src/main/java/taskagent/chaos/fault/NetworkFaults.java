package taskagent.chaos.fault;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import taskagent.testing.kubernetes.AcceptanceDeployment;

/** Faults of the network of one of the two pods, injected by rules in its network namespace. */
final class NetworkFaults {

  private static final int PARTITION = 14;
  private static final int BAD_NETWORK = 15;
  private static final Duration LASTING = Duration.ofSeconds(12);
  private static final Duration FLAP = Duration.ofMillis(1_500);
  private static final int FLAPS = 4;

  private static final String REDIS = "6379";
  private static final String SCHEDULER = "50006";
  private static final String ONE_IN_TWENTY = "0.05";

  /**
   * Delays packets by about 500 ms. Where the kernel has no {@code netem}, limits the bandwidth so
   * that packets queue for up to 500 ms, and drops those that would wait longer.
   */
  private static final String SLOW =
      "tc qdisc add dev eth0 root netem delay 500ms 100ms 2>/dev/null ||"
          + " tc qdisc add dev eth0 root tbf rate 1mbit burst 4kb latency 500ms";

  /** Sends a copy to the gateway, which forwards it to its destination. */
  private static final String DUPLICATE =
      "iptables -w 5 -t mangle -A OUTPUT -o eth0 -m statistic --mode random --probability "
          + ONE_IN_TWENTY
          + " -j TEE --gateway \"$(ip route show default | cut -d' ' -f3)\"";

  private static final String RESET =
      "iptables -w 5 -F; iptables -w 5 -t mangle -F; tc qdisc del dev eth0 root 2>/dev/null || :";

  private NetworkFaults() {}

  static List<Fault> all() {
    return List.of(
        fault(PARTITION, "pod cut off from Redis", pod -> cut(pod, REDIS, "INPUT", "OUTPUT")),
        fault(PARTITION, "pod does not receive Redis's replies", pod -> cut(pod, REDIS, "INPUT")),
        fault(PARTITION, "pod cut off from the scheduler", pod -> cut(pod, SCHEDULER, "OUTPUT")),
        new Fault(PARTITION, "pod cut off from Redis repeatedly", Duration.ZERO, flap(), heal()),
        fault(BAD_NETWORK, "packets of a pod delayed by 500 ms", pod -> shell(pod, SLOW)),
        fault(
            BAD_NETWORK, "1 in 20 packets of a pod lost, 1 in 20 duplicated", NetworkFaults::lose));
  }

  private static Fault fault(int row, String name, Consumer<Pod> inject) {
    return new Fault(row, name, LASTING, random -> inject.accept(any(random)), heal());
  }

  private static Pod any(Random random) {
    return Pod.any(AcceptanceDeployment.PODS, random);
  }

  private static Fault.Injection flap() {
    return random -> {
      var pod = any(random);
      for (int i = 0; i < FLAPS; i++) {
        cut(pod, REDIS, "INPUT", "OUTPUT");
        Thread.sleep(FLAP);
        shell(pod, RESET);
        Thread.sleep(FLAP);
      }
    };
  }

  /** Drops packets to or from that port, on their way in or out. */
  private static void cut(Pod pod, String port, String... ways) {
    for (var way : ways) {
      var which = way.equals("INPUT") ? "--sport" : "--dport";
      pod.inNetwork("iptables", "-w", "5", "-A", way, "-p", "tcp", which, port, "-j", "DROP");
    }
  }

  private static void lose(Pod pod) {
    for (var way : List.of("INPUT", "OUTPUT")) {
      shell(
          pod,
          "iptables -w 5 -A "
              + way
              + (way.equals("INPUT") ? " -i" : " -o")
              + " eth0 -m statistic --mode random --probability "
              + ONE_IN_TWENTY
              + " -j DROP");
    }
    shell(pod, DUPLICATE);
  }

  private static void shell(Pod pod, String command) {
    pod.inNetwork("sh", "-euc", command);
  }

  private static Fault.Healing heal() {
    return () -> Pod.all(AcceptanceDeployment.PODS).forEach(pod -> shell(pod, RESET));
  }
}
