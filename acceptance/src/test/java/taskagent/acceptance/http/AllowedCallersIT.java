package taskagent.acceptance.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import taskagent.testing.server.ServerProcess;

/** The settings that allow other host names and web pages have an effect (specification §5). */
class AllowedCallersIT {

  @TempDir Path data;

  @Test
  void namedHostsAndOriginsAreServedAndOthersAreNot() throws IOException {
    try (var server =
        ServerProcess.start(
            data,
            List.of("--allowed-hosts", "agent.example"),
            Map.of("TASKAGENT_ALLOWED_ORIGINS", "https://app.example"))) {
      var wire = new RawHttpClient(server.address());
      assertThat(clear(wire, "agent.example", "https://app.example").status()).isEqualTo(204);
      assertThat(clear(wire, "agent.example", "https://evil.example").status()).isEqualTo(403);
      assertThat(clear(wire, "evil.example", "https://app.example").status()).isEqualTo(421);
    }
  }

  private static RawHttpClient.Reply clear(RawHttpClient wire, String host, String origin)
      throws IOException {
    var head = "DELETE /chat/ada/history HTTP/1.1\r\nHost: %s\r\nOrigin: %s\r\n";
    return wire.raw(head.formatted(host, origin) + "Connection: close\r\n\r\n", new byte[0]);
  }
}
