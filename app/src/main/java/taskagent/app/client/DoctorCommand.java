package taskagent.app.client;

import picocli.CommandLine.Command;

/** {@code taskagent doctor}: checks a server. */
@Command(
    name = "doctor",
    description = "Checks the server, and says what to do about what is wrong.",
    footer = {"", "Exits with 0 if there are only warnings, 1 on an error, 6 if unreachable."})
final class DoctorCommand extends ClientCommand {

  DoctorCommand(ClientContext context) {
    super(context);
  }

  @Override
  ExitCode run() {
    var findings = new Doctor(api(), context().clock()).examine();
    output().list(Columns.FINDINGS, findings.stream().map(Finding::json).toList());
    boolean healthy = findings.stream().noneMatch(f -> f.level() == Finding.Level.ERROR);
    if (healthy) {
      return ExitCode.DONE;
    }
    return findings.size() == 1 ? ExitCode.UNREACHABLE : ExitCode.FAILED;
  }
}
