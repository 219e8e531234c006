package taskagent.app;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.OptionSpec;

/** The command line of Task Agent (spec §9). */
@Command(
    name = "taskagent",
    description = "Runs tasks with deadlines, conversations, and sagas that survive crashes.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    subcommands = {ServeCommand.class, DemoCommand.class},
    footer = {
      "",
      "Try first:  taskagent demo",
      "Then:       taskagent serve",
      "Each command has a --help of its own."
    })
public final class Main implements Runnable {

  /** Exit code for a command line or setting that is wrong. */
  static final int USAGE = CommandLine.ExitCode.USAGE;

  /** Exit code for something that cannot be done here and now. */
  static final int FAILED = CommandLine.ExitCode.SOFTWARE;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  private Main() {}

  /** Runs the command and exits with its code: 0 done, 1 failed, 2 called wrongly. */
  public static void main(String... args) {
    System.exit(run(args));
  }

  static int run(String... args) {
    var line = new CommandLine(new Main());
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setParameterExceptionHandler(Main::calledWrongly);
    line.setExecutionExceptionHandler(Main::failed);
    return line.execute(args);
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "Say what to do: demo or serve. See taskagent --help.");
  }

  private static int calledWrongly(CommandLine.ParameterException e, String... args) {
    var line = e.getCommandLine();
    var from = origin(e, List.of(args)).map(origin -> " (from " + origin + ")").orElse("");
    line.getErr().println("taskagent: " + e.getMessage() + from);
    line.getErr().println("See: " + line.getCommandSpec().qualifiedName() + " --help");
    return USAGE;
  }

  /** A value that is not on the command line must be sought elsewhere; this is where. */
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
    if (!(e instanceof CannotStart)) {
      e.printStackTrace(line.getErr());
    }
    return FAILED;
  }

  /** Says the version that is in the jar's manifest. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      var version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"Task Agent " + (version == null ? "(not packaged)" : version)};
    }
  }
}
