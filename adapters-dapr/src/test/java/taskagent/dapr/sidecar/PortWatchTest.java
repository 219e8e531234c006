package taskagent.dapr.sidecar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class PortWatchTest {

  private static final Duration OFTEN = Duration.ofMillis(20);

  private volatile String lost = "";

  @Test
  void saysSoOnceThePortIsClosed() throws Exception {
    var port = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    var watch =
        new PortWatch(
            (InetSocketAddress) port.getLocalSocketAddress(), OFTEN, reason -> lost = reason);
    for (int i = 0; i < 10; i++) {
      port.accept().close();
    }
    assertThat(lost).isEmpty();
    port.close();
    await().until(() -> lost.contains("port " + port.getLocalPort()));
    watch.close();
  }
}
