package taskagent.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** By which names a server may be called (specification §5). */
final class HostNamesTest {

  private static final HostNames LOOPBACK = new HostNames(true, Set.of());
  private static final HostNames LOOPBACK_AND_NAMED =
      new HostNames(true, Set.of("agent.example", "other.example:8000", "[fd00::7]"));
  private static final HostNames EVERYWHERE = new HostNames(false, Set.of());
  private static final HostNames EVERYWHERE_NAMED = new HostNames(false, Set.of("agent.example"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "LocalHost:8000",
        "localhost.",
        "127.0.0.1",
        "127.0.0.1:1",
        "127.255.1.2:8000",
        "[::1]",
        "[::1]:8000",
        "[0:0:0:0:0:0:0:1]:8000",
        "[::ffff:127.0.0.1]:8000"
      })
  void loopbackNamesAreAllowedEverywhere(String host) {
    assertThat(LOOPBACK.allows(host)).isTrue();
    assertThat(LOOPBACK_AND_NAMED.allows(host)).isTrue();
    assertThat(EVERYWHERE.allows(host)).isTrue();
    assertThat(EVERYWHERE_NAMED.allows(host)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "evil.example:8000",
        "localhost.evil.example",
        "evil-localhost",
        "127.0.0.1.evil.example:8000",
        "127.0.0.1.nip.io",
        "agent.example.evil.example",
        "xagent.example",
        "other.example",
        "other.example:80",
        "",
        ":8000",
        "[::1",
        "::1]",
        "[::1]x",
        "[evil.example]",
        "[]"
      })
  void otherNamesAreForeign(String host) {
    assertThat(LOOPBACK.allows(host)).isFalse();
    assertThat(LOOPBACK_AND_NAMED.allows(host)).isFalse();
    assertThat(EVERYWHERE_NAMED.allows(host)).isFalse();
    assertThat(EVERYWHERE.allows(host)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"agent.example", "AGENT.example:1", "agent.example.", "other.example:8000"})
  void configuredNamesAreAllowed(String host) {
    assertThat(LOOPBACK_AND_NAMED.allows(host)).isTrue();
    assertThat(LOOPBACK.allows(host)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.1.2.3:8000", "0.0.0.0:8000", "[fd00::8]:8000", "[::]"})
  void addressesAreAllowedWhereOthersCanReachTheServer(String host) {
    assertThat(LOOPBACK.allows(host)).isFalse();
    assertThat(LOOPBACK_AND_NAMED.allows(host)).isFalse();
    assertThat(EVERYWHERE_NAMED.allows(host)).isTrue();
  }
}
