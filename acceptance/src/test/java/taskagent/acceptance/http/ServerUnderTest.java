package taskagent.acceptance.http;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import taskagent.dapr.cluster.ClusterPlan;
import taskagent.dapr.cluster.DaprCluster;
import taskagent.testing.server.ServerProcess;

/** The packaged server, on the engine that the property {@code taskagent.world} names. */
interface ServerUnderTest {

  /** Returns the address at which it serves. */
  String address();

  /** Shuts it down. */
  End stop();

  /** Its exit code and its log. */
  record End(int code, String log) {}

  /** Starts it. The embedded engine keeps its data in that folder. */
  static ServerUnderTest start(Path data) {
    return switch (System.getProperty("taskagent.world", "embedded")) {
      case "embedded" -> embedded(ServerProcess.start(data, List.of()));
      case "dapr" -> onDapr(new DaprCluster(ClusterPlan.standard().replicas(1)).start());
      case String name -> throw new IllegalArgumentException("there is no world '" + name + "'");
    };
  }

  private static ServerUnderTest embedded(ServerProcess server) {
    return new ServerUnderTest() {
      @Override
      public String address() {
        return server.address();
      }

      @Override
      public End stop() {
        return new End(server.stop(), server.err());
      }
    };
  }

  private static ServerUnderTest onDapr(DaprCluster cluster) {
    var app = "app-0";
    cluster.awaitServing();
    return new ServerUnderTest() {
      @Override
      public String address() {
        return cluster.addresses().getFirst();
      }

      @Override
      public End stop() {
        try (cluster) {
          cluster.stop(app, Duration.ofSeconds(30));
          return new End(cluster.exitCode(app), cluster.logs(app));
        }
      }
    };
  }
}
