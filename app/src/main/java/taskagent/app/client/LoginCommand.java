package taskagent.app.client;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;

/** {@code taskagent login}: stores the token with which the other commands call a server. */
@Command(
    name = "login",
    description = "Checks a token, and stores it for later commands, in a profile.",
    footer = {
      "",
      "The token is read from --token-file, from TASKAGENT_TOKEN, or else from the terminal or from"
          + " standard input. With --url, the profile gets that address. Without --profile, it is"
          + " the one with the name default, which commands use if no other server is named.",
      "Examples:",
      "  taskagent login --url https://agent.example",
      "  taskagent login --profile prod --url https://agent.example --token-file token.txt"
    })
final class LoginCommand extends ClientCommand {

  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/=-]{1,8192}");
  private static final Pattern PROFILE = Pattern.compile("[A-Za-z0-9_-]+");

  LoginCommand(ClientContext context) {
    super(context);
  }

  @Override
  ExitCode run() {
    var environment = context().environment();
    var profile = server().profile(environment);
    if (!PROFILE.matcher(profile).matches()) {
      throw invalid("the name of a profile has letters, digits, - and _ only");
    }
    var address = server().addressToLogIn(environment);
    var token = server().givenToken(environment).orElseGet(this::entered);
    if (!TOKEN.matcher(token).matches()) {
      throw invalid("this is not a token");
    }
    try (var api = new ServerApi(address, Optional.of(token), context().retries(), this::note)) {
      var me = api.get("/me").body();
      if (me.path("open").asBoolean()) {
        note(address + " has open access, so nobody needs to log in");
        return ExitCode.DONE;
      }
      Profiles.of(environment).store(profile, address, token);
      note(
          "logged in at %s as %s, with the role %s; the profile is %s"
              .formatted(address, me.path("user").asText(), me.path("role").asText(), profile));
      return ExitCode.DONE;
    }
  }

  /** Reads the token where nobody sees it: not in the list of processes, nor on the screen. */
  private String entered() {
    var terminal = Optional.ofNullable(System.console()).filter(Console::isTerminal);
    if (terminal.isPresent()) {
      return Optional.ofNullable(terminal.get().readPassword("Token: "))
          .map(String::new)
          .orElse("")
          .strip();
    }
    try {
      var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      return Optional.ofNullable(input.readLine()).orElse("").strip();
    } catch (IOException e) {
      throw new ClientCommandFailed(ExitCode.FAILED, "cannot read the token");
    }
  }
}
