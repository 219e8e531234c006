package taskagent.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class SettingSourcesTest {

  @TempDir Path folder;

  private final StringWriter errors = new StringWriter();

  private CommandLine.ParseResult parse(Map<String, String> environment, String... arguments) {
    var line = new CommandLine(new ServeCommand());
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setDefaultValueProvider(new SettingSources(environment));
    line.setErr(new PrintWriter(errors));
    return line.parseArgs(arguments);
  }

  private String value(String option, Map<String, String> environment, String... arguments) {
    Object value = parse(environment, arguments).commandSpec().findOption(option).getValue();
    return String.valueOf(value);
  }

  private String file(String yaml) throws IOException {
    return Files.writeString(folder.resolve("settings.yaml"), yaml).toString();
  }

  @Test
  void theCommandLineComesBeforeTheEnvironmentAndThatBeforeTheFile() throws IOException {
    var file = file("port: 1\nhost: file\nnotify:\n  simulated-delay: 1s\n");
    var environment = Map.of("TASKAGENT_PORT", "2", "TASKAGENT_HOST", "environment");

    assertThat(value("--port", environment, "--config", file, "--port", "3")).isEqualTo("3");
    assertThat(value("--host", environment, "--config", file)).isEqualTo("environment");
    assertThat(value("--notify-simulated-delay", environment, "--config=" + file))
        .isEqualTo(Duration.ofSeconds(1).toString());
    assertThat(value("--log-level", environment, "--config", file)).isEqualTo("INFO");
  }

  @Test
  void theFileCanBeNamedInTheEnvironment() throws IOException {
    var environment = Map.of("TASKAGENT_CONFIG", file("notify.simulated-failure-rate: 0.25\n"));
    assertThat(value("--notify-simulated-failure-rate", environment)).isEqualTo("0.25");
  }

  @Test
  void aVariableThatIsNoSettingIsRefusedByName() {
    assertRefused(Map.of("TASKAGENT_PROT", "1"), "TASKAGENT_PROT");
    assertRefused(Map.of("TASKAGENT_HELP", "true"), "TASKAGENT_HELP");
  }

  /** Kubernetes sets such variables for a Service. */
  @ParameterizedTest
  @CsvSource({
    "TASKAGENT_PORT, tcp://10.0.0.1:8000",
    "TASKAGENT_SERVICE_HOST, 10.0.0.1",
    "TASKAGENT_SERVICE_PORT_HTTP, 8000",
    "TASKAGENT_PORT_8000_TCP_ADDR, 10.0.0.1",
    "TASKAGENT_API_PORT, udp://10.0.0.1:8000",
    "TASKAGENT_API_SERVICE_PORT, 8000"
  })
  void aVariableOfAServiceIsNoSettingAndLeftAlone(String variable, String value) {
    var environment = Map.of(variable, value, "TASKAGENT_HOST", "localhost");
    assertThat(value("--port", environment)).isEqualTo("8000");
    assertThat(value("--host", environment)).isEqualTo("localhost");
    assertThat(SettingSources.ofServices(environment)).containsExactly(variable);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TASKAGENT_JAVA_OPTS",
        "TASKAGENT_URL",
        "TASKAGENT_PROFILE",
        "TASKAGENT_JDKS",
        "TASKAGENT_CACHE",
        "TASKAGENT_IMAGE_DAPR",
        "TASKAGENT_CLUSTER_DIR",
        "TASKAGENT_KUBE_ADDRESS",
        "TASKAGENT_KUBE_CONTEXT"
      })
  void aVariableOfClientsAndScriptsIsNoSettingAndLeftAlone(String variable) {
    assertThat(value("--port", Map.of(variable, "something"))).isEqualTo("8000");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "prot: 1",
        "notify:\n  simulated-delai: 1s",
        "port: [1, 2]",
        "port:",
        "just text",
        "config: other.yaml",
        "port: {a: 1",
        "!!java.lang.ProcessBuilder [[\"true\"]]"
      })
  void aFileThatIsWrongIsRefused(String yaml) throws IOException {
    assertRefused(Map.of("TASKAGENT_CONFIG", file(yaml)), "settings.yaml");
  }

  @Test
  void aFileThatIsNotThereIsRefused() {
    assertRefused(Map.of("TASKAGENT_CONFIG", "/nowhere/settings.yaml"), "/nowhere/settings.yaml");
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "-1s", "1.s", "s", "1w", "1 s", "", "999999999999s"})
  void anIllFormedDurationIsRefused(String text) {
    var environment = Map.of("TASKAGENT_NOTIFY_SIMULATED_DELAY", text);
    assertRefused(environment, "--notify-simulated-delay");
  }

  @Test
  void theExampleInTheDocumentationIsAccepted() throws IOException {
    var text = Files.readString(Path.of("../docs/embedded.md"));
    var start = text.indexOf("```yaml\n", text.indexOf("<!-- settings -->"));
    var example = text.substring(start + "```yaml\n".length(), text.indexOf("```\n", start + 1));
    var environment = Map.of("TASKAGENT_CONFIG", file(example));

    assertThat(value("--port", environment)).isEqualTo("8080");
    assertThat(value("--http-drain", environment)).isEqualTo("PT20S");
    assertThat(value("--log-format", environment)).isEqualTo("JSON");
  }

  @Test
  void aSettingMayHaveSeveralValues() throws IOException {
    var file = file("allowed.origins: https://B.example, http://a.example:8080");
    var environment =
        Map.of("TASKAGENT_CONFIG", file, "TASKAGENT_ALLOWED_HOSTS", "agent.example,[fd00::7]:8000");
    assertThat(value("--allowed-origins", environment))
        .isEqualTo("[https://b.example, http://a.example:8080]");
    assertThat(value("--allowed-hosts", environment)).isEqualTo("[agent.example, [fd00::7]:8000]");
  }

  @Test
  void anotherCommandReadsTheServersDataFolder() {
    var line = Main.commandLine();
    var environment = Map.of("TASKAGENT_DATA", "/srv", "TASKAGENT_PORT", "1");
    line.setDefaultValueProvider(new SettingSources(environment));
    var parsed = line.parseArgs("restore", "backup.db").subcommand();
    assertThat(parsed.commandSpec().findOption("--data").<Object>getValue())
        .isEqualTo(Path.of("/srv"));
  }

  private void assertRefused(Map<String, String> environment, String named) {
    assertThatThrownBy(() -> parse(environment))
        .isInstanceOf(CommandLine.ParameterException.class)
        .hasMessageContaining(named);
  }
}
