package taskagent.app;

import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_COMMAND_LIST;
import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.OptionSpec;
import taskagent.app.client.ClientCommands;
import taskagent.app.client.NearestNames;

/** The command line of Task Agent (specification §9). */
@Command(
    name = "taskagent",
    description = "Runs tasks with deadlines, conversations, and sagas that survive crashes.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    footer = {
      "",
      "Try first:  taskagent demo",
      "Then:       taskagent serve, and in a second terminal taskagent doctor",
      "Each command has its own --help."
    })
public final class Main implements Runnable {

  /** Exit code for an invalid command line or setting. */
  static final int USAGE = CommandLine.ExitCode.USAGE;

  /** Exit code for a valid command that cannot be carried out. */
  static final int FAILED = CommandLine.ExitCode.SOFTWARE;

  /** Message for a command line without a command. */
  static final String NO_COMMAND = "name a command, such as demo or serve.";

  /** Commands of the machine on which a server runs. The others call a server. */
  private static final List<Class<?>> OF_SERVER =
      List.of(
          ServeCommand.class,
          DemoCommand.class,
          BackupCommand.class,
          RestoreCommand.class,
          TokenCommand.class);

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  private Main() {}

  /** Runs the command and exits with its code: 0 done, 1 failed, 2 invalid, others see the docs. */
  public static void main(String... args) {
    int code = commandLine(args).execute(args);
    ServerOutput.drain();
    System.exit(code);
  }

  /** Returns the command line with all commands. */
  static CommandLine commandLine() {
    var line = new CommandLine(new Main());
    OF_SERVER.forEach(line::addSubcommand);
    ClientCommands.addTo(line);
    return configured(line);
  }

  /** Returns the command line with the commands that are needed for the arguments. */
  private static CommandLine commandLine(String... args) {
    var line = new CommandLine(new Main());
    return args.length > 0 && ClientCommands.addAlone(line, args[0])
        ? configured(line)
        : commandLine();
  }

  /** Has the command line say in one line what is wrong, and where the help is. */
  private static CommandLine configured(CommandLine line) {
    line.getSubcommands()
        .values()
        .forEach(command -> command.getCommandSpec().versionProvider(new Version()));
    line.getHelpSectionMap().put(SECTION_KEY_COMMAND_LIST_HEADING, _ -> "");
    line.getHelpSectionMap().put(SECTION_KEY_COMMAND_LIST, Main::groups);
    return line.setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(Main::invalid)
        .setExecutionExceptionHandler(Main::failed);
  }

  /** Lists the commands in two groups. */
  private static String groups(CommandLine.Help help) {
    return group(help, "Server:", true) + group(help, "%nClient of a running server:", false);
  }

  private static String group(CommandLine.Help help, String heading, boolean ofServer) {
    var commands = new LinkedHashMap<>(help.subcommands());
    commands
        .values()
        .removeIf(c -> OF_SERVER.contains(c.commandSpec().userObject().getClass()) != ofServer);
    return help.createHeading(heading + "%n") + help.commandList(commands);
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), NO_COMMAND);
  }

  private static int invalid(CommandLine.ParameterException e, String... args) {
    var line = e.getCommandLine();
    var from = origin(e, List.of(args)).map(origin -> " (from " + origin + ")").orElse("");
    line.getErr().println("taskagent: " + e.getMessage() + from + suggestion(e));
    line.getErr().println("See: " + line.getCommandSpec().qualifiedName() + " --help");
    return USAGE;
  }

  /** Returns where an invalid value comes from, unless it is on the command line. */
  private static Optional<String> origin(CommandLine.ParameterException e, List<String> arguments) {
    return e.getArgSpec() instanceof OptionSpec option
            && e.getCommandLine().getDefaultValueProvider() instanceof SettingSources sources
            && arguments.stream().noneMatch(given -> names(given, option.longestName()))
        ? sources.origin(option)
        : Optional.empty();
  }

  /** Returns what may have been meant by a mistyped command or option. */
  private static String suggestion(CommandLine.ParameterException e) {
    if (!(e instanceof CommandLine.UnmatchedArgumentException unmatched)
        || unmatched.getUnmatched().isEmpty()) {
      return "";
    }
    var typed = unmatched.getUnmatched().getFirst().replaceFirst("=.*", "");
    var spec = e.getCommandLine().getCommandSpec();
    var near =
        NearestNames.of(
            typed,
            typed.startsWith("-") ? spec.optionsMap().keySet() : spec.subcommands().keySet());
    return near.isEmpty() ? "" : ". Did you mean " + String.join(" or ", near) + "?";
  }

  private static boolean names(String argument, String option) {
    return argument.equals(option) || argument.startsWith(option + "=");
  }

  private static int failed(Exception e, CommandLine line, CommandLine.ParseResult parsed) {
    line.getErr().println("taskagent: " + e.getMessage());
    if (!(e instanceof CommandFailed)) {
      e.printStackTrace(line.getErr());
    }
    return FAILED;
  }

  /** Returns the version, which the jar's manifest has. */
  static String version() {
    var version = Main.class.getPackage().getImplementationVersion();
    return version == null ? "(not packaged)" : version;
  }

  /** Tells the version on the command line. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"Task Agent " + version()};
    }
  }
}
