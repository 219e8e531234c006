package taskagent.app;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.OptionSpec;

/** The command line of Task Agent (specification §9). */
@Command(
    name = "taskagent",
    description = "Runs tasks with deadlines, conversations, and sagas that survive crashes.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    subcommands = {
      ServeCommand.class,
      DemoCommand.class,
      BackupCommand.class,
      RestoreCommand.class
    },
    footer = {
      "",
      "Try first:  taskagent demo",
      "Then:       taskagent serve",
      "Each command has its own --help."
    })
public final class Main implements Runnable {

  /** Exit code for an invalid command line or setting. */
  static final int USAGE = CommandLine.ExitCode.USAGE;

  /** Exit code for a valid command that cannot be carried out. */
  static final int FAILED = CommandLine.ExitCode.SOFTWARE;

  /** Message for a command line without a command. */
  static final String NO_COMMAND = "name a command: demo or serve, backup or restore.";

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  private Main() {}

  /** Runs the command and exits with its code: 0 done, 1 failed, 2 invalid command line. */
  public static void main(String... args) {
    int code = commandLine().execute(args);
    ServerOutput.drain();
    System.exit(code);
  }

  /** Returns the command line, which says in one line what is wrong, and where the help is. */
  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(Main::invalid)
        .setExecutionExceptionHandler(Main::failed);
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), NO_COMMAND);
  }

  private static int invalid(CommandLine.ParameterException e, String... args) {
    var line = e.getCommandLine();
    var from = origin(e, List.of(args)).map(origin -> " (from " + origin + ")").orElse("");
    line.getErr().println("taskagent: " + e.getMessage() + from);
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

  /** Reads the version from the jar's manifest. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      var version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"Task Agent " + (version == null ? "(not packaged)" : version)};
    }
  }
}
