package taskagent.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import taskagent.access.TokenFile;
import taskagent.domain.Ids;
import taskagent.domain.access.Caller.Known;
import taskagent.domain.access.Role;
import taskagent.json.TokensJson.StoredToken;
import taskagent.json.UnreadableDocument;

/** {@code taskagent token}: creates, lists and revokes the tokens of a server's callers. */
@Command(
    name = "token",
    description = "Creates, lists and revokes the tokens by which callers show who they are.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    defaultValueProvider = SettingSources.class,
    footer = {
      "",
      "A token is printed once, on standard output. The file has only its hash. A running server"
          + " notices a change of the file within a second. --data and --access-tokens-file can"
          + " also be given in the environment or in the file, as for serve.",
      "Examples:",
      "  taskagent token create --user ada",
      "  taskagent token create dashboard --user dashboard --role reader --expires-in 90d",
      "  taskagent token list",
      "  taskagent token revoke ada-1"
    })
final class TokenCommand implements Callable<Integer> {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.@-]{0,99}");

  /** What to do with tokens. */
  enum Action {
    CREATE,
    LIST,
    REVOKE;

    /** Returns the word of the command line. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Parameters(index = "0", paramLabel = "ACTION", description = "create, list or revoke.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private Action action;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "NAME",
      description = "The name of the token. Default for a new one: made from that of its user.")
  private @Nullable String name;

  @Option(
      names = "--user",
      paramLabel = "<id>",
      description = "create: the user who will show the token.")
  private @Nullable String user;

  @Option(
      names = "--role",
      defaultValue = "user",
      description = "create: what the user may do: user, operator or reader. Default: user.")
  private Role role;

  @Option(
      names = "--expires-in",
      paramLabel = "<duration>",
      converter = DurationOption.class,
      description = "create: how long the token is valid. Default: until it is revoked.")
  private @Nullable Duration expiresIn;

  @Option(
      names = "--access-tokens-file",
      converter = PathOption.class,
      paramLabel = "<file>",
      description = "The file of tokens. Default: tokens.json in the data folder.")
  private @Nullable Path file;

  @Mixin private final DataOptions data = new DataOptions();

  @Override
  public Integer call() {
    var path = file != null ? file : AccessOptions.inside(data.folder());
    var tokens = new TokenFile(path);
    try {
      switch (action) {
        case CREATE -> create(tokens, path);
        case LIST -> list(tokens);
        case REVOKE -> revoke(tokens, path);
      }
      return 0;
    } catch (IOException e) {
      throw new CommandFailed("cannot read or write " + path + ": " + e.getMessage(), e);
    } catch (UnreadableDocument e) {
      throw new CommandFailed(path + " is damaged: " + e.getMessage(), e);
    }
  }

  private void create(TokenFile tokens, Path path) throws IOException {
    if (user == null || !Ids.wellFormed(user)) {
      throw invalid("create needs --user with an id that matches " + Ids.SHAPE);
    }
    if (name != null && !NAME.matcher(name).matches()) {
      throw invalid("the name of a token must match " + NAME);
    }
    var now = Clock.systemUTC().instant();
    var created =
        tokens
            .create(
                Optional.ofNullable(name),
                new Known(user, role),
                now,
                Optional.ofNullable(expiresIn).map(now::plus))
            .orElseThrow(() -> new CommandFailed("there is a token " + name + " in " + path));
    var err = spec.commandLine().getErr();
    err.println(
        "The token %s of the %s %s is in %s. It is shown only now:"
            .formatted(created.stored().name(), role.wireName(), user, path));
    err.flush();
    out().println(created.token());
    out().flush();
  }

  private void list(TokenFile tokens) throws IOException {
    var now = Clock.systemUTC().instant();
    var out = out();
    out.printf("%-24s %-24s %-8s %-24s %s%n", "NAME", "USER", "ROLE", "CREATED", "EXPIRES");
    for (var token : tokens.list()) {
      out.printf(
          "%-24s %-24s %-8s %-24s %s%n",
          token.name(),
          token.holder().user(),
          token.holder().role().wireName(),
          token.createdAt(),
          expiry(token, now));
    }
    out.flush();
  }

  private static String expiry(StoredToken token, Instant now) {
    return token
        .expiresAt()
        .map(end -> token.expired(now) ? end + " (expired)" : end.toString())
        .orElse("-");
  }

  private void revoke(TokenFile tokens, Path path) throws IOException {
    if (name == null) {
      throw invalid("name the token; taskagent token list shows them");
    }
    if (!tokens.revoke(name)) {
      throw new CommandFailed("there is no token " + name + " in " + path);
    }
    out().println("The token " + name + " is revoked.");
    out().flush();
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private CommandLine.ParameterException invalid(String message) {
    return new CommandLine.ParameterException(spec.commandLine(), message);
  }
}
