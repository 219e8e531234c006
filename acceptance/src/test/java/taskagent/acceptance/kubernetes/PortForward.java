package taskagent.acceptance.kubernetes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import taskagent.testing.kubernetes.Kubectl;

/** A port of this machine that is forwarded to a pod, until it is closed. */
final class PortForward implements AutoCloseable {

  private final Process forwarding;
  private final int port;

  private PortForward(Process forwarding, int port) {
    this.forwarding = forwarding;
    this.port = port;
  }

  /** Forwards a free port to a port of a pod, or of a pod of {@code deployment/NAME}. */
  static PortForward to(String namespace, String pod, int port) {
    var forwarding =
        Kubectl.start("-n", namespace, "port-forward", "--address=127.0.0.1", pod, ":" + port);
    try {
      // Forwarding from 127.0.0.1:PORT -> 3503
      var line = forwarding.inputReader(StandardCharsets.UTF_8).readLine();
      var local = line.replaceAll(".*127\\.0\\.0\\.1:(\\d+) .*", "$1");
      return new PortForward(forwarding, Integer.parseInt(local));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the port of this machine. */
  int port() {
    return port;
  }

  @Override
  public void close() {
    forwarding.descendants().forEach(ProcessHandle::destroy);
    forwarding.destroy();
  }
}
