package taskagent.dapr;

import io.dapr.client.DaprClient;
import io.dapr.client.DaprClientBuilder;
import io.dapr.config.Properties;

/** Clients for tests without a sidecar. */
public final class NoSidecar {

  private NoSidecar() {}

  /** Creates a client that cannot connect. */
  public static DaprClient client() {
    return new DaprClientBuilder().withPropertyOverride(Properties.GRPC_PORT, "1").build();
  }
}
