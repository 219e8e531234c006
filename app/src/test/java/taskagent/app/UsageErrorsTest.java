package taskagent.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An invalid command line or setting is refused in one line, and nothing is started. */
@Timeout(20) // a server that starts would serve for ever
class UsageErrorsTest {

  @TempDir Path folder;

  private String file(String yaml) throws IOException {
    return Files.writeString(folder.resolve("settings.yaml"), yaml).toString();
  }

  @ParameterizedTest
  @CsvSource({
    "'', demo or serve",
    "bogus, bogus",
    "lsit, Did you mean list?",
    "serve --prot 1, Did you mean --port?",
    "serve --prot=1, Did you mean --port?",
    "get t1 --output-format csv, --output-format",
    "completion fish, fish",
    "serve --bogus, --bogus",
    "serve extra, extra",
    "serve --port, --port",
    "serve --port abc, --port",
    "serve --port 65536, --port",
    "serve --port=-1, --port",
    "serve --notify-simulated-delay 5x, --notify-simulated-delay",
    "serve --notify-simulated-failure-rate 1.5, --notify-simulated-failure-rate",
    "serve --notify-channel pigeon, --notify-channel",
    "serve --notify-channel webhook, --notify-webhook-url",
    "serve --notify-channel webhook --notify-webhook-url nowhere, --notify-webhook-url",
    "serve --notify-at-once 0, --notify-at-once",
    "serve --notify-attempts 0, --notify-attempts",
    "serve --notify-attempts 101, --notify-attempts",
    "serve --notify-first-wait soon, --notify-first-wait",
    "serve --notify-first-wait 2d, --notify-first-wait",
    "serve --notify-backoff 0.9, --notify-backoff",
    "serve --notify-backoff NaN, --notify-backoff",
    "serve --notify-backoff Infinity, --notify-backoff",
    "serve --notify-longest-wait 25h, --notify-longest-wait",
    "serve --notify-on-failure ignore, --notify-on-failure",
    "serve --events-webhook-url ftp://127.0.0.1/, --events-webhook-url",
    "serve --events-webhook-url ://, --events-webhook-url",
    "serve --events-longest-wait 0, --events-longest-wait",
    "serve --events-give-up-after 99ms, --events-give-up-after",
    "serve --events-max-concurrent 1, --events-max-concurrent",
    "serve --host= --port 0, --host",
    "serve --host 0.0.0.0, --access-mode tokens",
    "serve --host 192.0.2.1, --access-open-anyway",
    "serve --host ::, --access-mode tokens",
    "serve --access-mode secret, --access-mode",
    "serve --retention-runs 59s, --retention-runs",
    "serve --retention-ids forever, --retention-ids",
    "serve --allowed-hosts http://agent.example, --allowed-hosts",
    "serve --allowed-hosts *, --allowed-hosts",
    "serve --allowed-origins app.example, --allowed-origins",
    "serve --allowed-origins https://app.example/, --allowed-origins",
    "serve --allowed-origins null, --allowed-origins",
    "serve --engine nuclear, --engine",
    "serve --config /nowhere/settings.yaml, /nowhere/settings.yaml",
    "serve --config /, the file /"
  })
  void reportsAnErrorOnTheCommandLine(String arguments, String says) {
    var words = arguments.isEmpty() ? new String[0] : arguments.split(" ", -1);
    assertRefuses(Map.of(), words, says);
  }

  @ParameterizedTest
  @CsvSource({
    "serve --access-mode oidc, --access-oidc-issuer",
    "serve --access-mode oidc --access-oidc-issuer i, --access-oidc-audience",
    "serve --access-mode oidc --access-oidc-issuer i --access-oidc-audience a, --access-oidc-keys-url",
    "serve --access-oidc-keys-url nowhere, --access-oidc-keys-url",
    "serve --access-oidc-algorithms none, --access-oidc-algorithms",
    "serve --access-oidc-algorithms HS256, --access-oidc-algorithms"
  })
  void reportsAnErrorInTheOptionsOfAnIdentityProvider(String arguments, String says) {
    assertRefuses(Map.of(), arguments.split(" ", -1), says);
  }

  @ParameterizedTest
  @CsvSource({
    "TASKAGENT_PROT, 1",
    "TASKAGENT_PORT, abc",
    "TASKAGENT_PORT, ''",
    "TASKAGENT_NOTIFY_SIMULATED_DELAY, soon",
    "TASKAGENT_CONFIG, /nowhere/settings.yaml"
  })
  void reportsAnErrorInTheEnvironment(String variable, String value) {
    assertRefuses(Map.of(variable, value), new String[] {"serve"}, variable);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "prot: 1                        | prot",
        "port: abc                      | port",
        "notify: {simulated-delay: 5}   | --notify-simulated-delay",
        "notify: {simulated-delai: 5s}  | notify.simulated-delai",
        "port: [8000]                   | port",
        "{port: 1, port: 2}             | port",
        "'port: {8000'                  | line 1",
        "just text                      | not a map",
        "'{a: &a {b: *a}}'              | a"
      })
  void reportsAnErrorInTheFile(String yaml, String says) throws IOException {
    var file = file(yaml);
    assertRefuses(Map.of(), new String[] {"serve", "--config", file}, file, says);
  }

  @Test
  void refusesABinaryFile() throws IOException {
    var file = Files.write(folder.resolve("settings.yaml"), new byte[] {(byte) 0xff, 0, 1});
    assertRefuses(Map.of(), new String[] {"serve", "--config", file.toString()}, file.toString());
  }

  private static void assertRefuses(
      Map<String, String> environment, String[] arguments, String... reason) {
    var out = new StringWriter();
    var err = new StringWriter();
    var line = Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    line.getSubcommands()
        .values()
        .forEach(command -> command.setDefaultValueProvider(new SettingSources(environment)));

    assertThat(line.execute(arguments)).as(err.toString()).isEqualTo(Main.USAGE);

    assertThat(out.toString()).isEmpty();
    assertThat(err.toString()).startsWith("taskagent: ").contains(reason).contains("--help");
    assertThat(err.toString().lines()).as(err.toString()).hasSize(2);
    assertThat(err.toString()).doesNotContain("Exception", "\tat ", "java.");
  }
}
