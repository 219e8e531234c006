package taskagent.app.client;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** A run of a client command in this process: its exit code and what it printed. */
record ClientRun(int code, String out, String err) {

  static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

  /** Three attempts, almost without waits. */
  private static final RequestRetries RETRIES =
      new RequestRetries(3, Duration.ofMillis(1), Duration.ofMillis(5));

  /** Runs a command, with a server and a clock that stands still. */
  static ClientRun of(String server, String... arguments) {
    return of(Map.of("TASKAGENT_URL", server), arguments);
  }

  /** Runs a command in an environment. */
  static ClientRun of(Map<String, String> environment, String... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    var line = new CommandLine(CommandSpec.create().name("taskagent"));
    ClientCommands.addTo(line, new ClientContext(environment, InstantSource.fixed(NOW), RETRIES));
    line.setCaseInsensitiveEnumValuesAllowed(true)
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err));
    return new ClientRun(line.execute(arguments), out.toString(), err.toString());
  }
}
