package taskagent.app.client;

import picocli.CommandLine.Command;

/** {@code taskagent logout}: forgets the token of a profile. */
@Command(
    name = "logout",
    description = "Forgets the token of a profile. The token itself stays valid.")
final class LogoutCommand extends ClientCommand {

  LogoutCommand(ClientContext context) {
    super(context);
  }

  @Override
  ExitCode run() {
    var environment = context().environment();
    var profile = server().profile(environment);
    note(
        Profiles.of(environment).forget(profile)
            ? "the profile " + profile + " has no token any more"
            : "the profile " + profile + " has no token");
    return ExitCode.DONE;
  }
}
