package taskagent.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command line of the measurements. */
@Command(
    name = "bench/run",
    description = {
      "Measures Task Agent over HTTP on loopback, and prints tables.",
      "Without a part it measures all, which takes about a quarter of an hour."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%nParts:%n")
final class Main implements Callable<Integer> {

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Parameters(arity = "0..*", paramLabel = "PART", description = "What to measure; see below.")
  private List<Part> parts = new ArrayList<>();

  @Option(
      names = "--server",
      description = "What starts the server. Default: the launcher of the project this is in.")
  private @Nullable Path server;

  @Option(
      names = "--base-url",
      description =
          "A server that runs already, to be measured instead of one that is started here. It gets"
              + " new tasks and users.")
  private @Nullable URI baseUrl;

  @Option(names = "--pid", description = "Its process id, to tell its CPU time.")
  private @Nullable Long pid;

  @Option(
      names = "--concurrency",
      split = ",",
      defaultValue = "1,16,64",
      description = "Numbers of clients. Default: ${DEFAULT-VALUE}.")
  private List<Integer> concurrency = new ArrayList<>();

  @Option(
      names = "--warm-up",
      defaultValue = "10",
      description = "Seconds of load before each measurement. Default: ${DEFAULT-VALUE}.")
  private int warmUp;

  @Option(
      names = "--seconds",
      defaultValue = "10",
      description = "Seconds that each measurement takes. Default: ${DEFAULT-VALUE}.")
  private int seconds;

  @Option(
      names = "--tasks",
      defaultValue = "100000",
      description = "How many tasks are many. Default: ${DEFAULT-VALUE}.")
  private int tasks;

  @Option(
      names = "--until-deadline",
      defaultValue = "180",
      description =
          "Seconds from the first of many tasks until all are due; all must be made before."
              + " Default: ${DEFAULT-VALUE}.")
  private int untilDeadline;

  @Option(
      names = "--rounds",
      defaultValue = "3",
      description = "How often engines are compared, without a restart. Default: ${DEFAULT-VALUE}.")
  private int rounds;

  @Option(
      names = "--beside",
      arity = "3",
      paramLabel = "NAME URL COMMAND",
      description =
          "With the engines, another implementation: a command that starts it with all that it needs,"
              + " prints 'pid PART PID' for each process and then 'ready', and where it serves.")
  private List<String> beside = new ArrayList<>();

  @Option(
      names = "--folder",
      description = "Where databases and logs are put and kept. Default: a temporary folder.")
  private @Nullable Path folder;

  @Option(names = "--markdown", description = "Print the tables in Markdown.")
  private boolean markdown;

  private Main() {}

  /** Runs the command. */
  public static void main(String... args) {
    var command = new CommandLine(new Main()).setCaseInsensitiveEnumValuesAllowed(true);
    var about = new ArrayList<String>();
    for (var part : Part.values()) {
      about.add("  %-10s %s".formatted(name(part), part.about()));
    }
    command.getCommandSpec().usageMessage().footer(about.toArray(String[]::new));
    System.exit(command.execute(args));
  }

  private static String name(Part part) {
    return part.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    var chosen = folder;
    var at = chosen == null ? Files.createTempDirectory("taskagent-bench") : chosen;
    var report = new Report();
    try (var stage = new Stage(settings(at))) {
      var end = new Thread(stage::close); // at ctrl-C too, no server stays behind
      Runtime.getRuntime().addShutdownHook(end);
      measure(stage, report);
    } finally {
      if (chosen == null) {
        delete(at);
      }
    }
    return report.sound() ? 0 : 1;
  }

  private void measure(Stage stage, Report report) throws IOException, InterruptedException {
    var machine = Machine.describe(stage.settings().folder());
    for (var part : parts.isEmpty() ? Part.usual() : EnumSet.copyOf(parts)) {
      System.err.println(name(part) + ": " + part.about());
      try {
        part.measure(stage, report);
      } catch (CannotMeasure e) {
        report.trouble(name(part) + ": " + e.getMessage());
      }
    }
    var out = spec.commandLine().getOut();
    out.println(machine);
    out.println();
    out.print(report.text(markdown));
    out.flush();
  }

  private Settings settings(Path at) throws IOException {
    require(concurrency.stream().allMatch(n -> n >= 1 && n <= 1_000), "--concurrency: 1 to 1000");
    require(seconds >= 1 && seconds <= 3_600, "--seconds: 1 to 3600");
    require(warmUp >= 0 && warmUp <= 3_600, "--warm-up: 0 to 3600");
    require(rounds >= 1 && rounds <= 1_000, "--rounds: 1 to 1000");
    require(tasks >= 1 && tasks <= 10_000_000, "--tasks: 1 to 10000000");
    require(untilDeadline >= 5 && untilDeadline <= 86_400, "--until-deadline: 5 to 86400");
    return new Settings(
        server == null ? launcher() : server.toAbsolutePath(),
        Optional.ofNullable(baseUrl).map(Server::address),
        Optional.ofNullable(pid).map(OptionalLong::of).orElse(OptionalLong.empty()),
        Files.createDirectories(at).toAbsolutePath(),
        concurrency,
        Duration.ofSeconds(warmUp),
        Duration.ofSeconds(seconds),
        tasks,
        rounds,
        contenders(),
        Duration.ofSeconds(untilDeadline));
  }

  private List<Contender.Plan> contenders() {
    var all = new ArrayList<Contender.Plan>();
    all.add(
        Contender.Plan.ours(
            "embedded",
            "http://127.0.0.1:18100",
            "bash",
            "-c",
            "echo pid app $$; exec \"$0\" serve --port 18100 --data \"$1\"",
            launcher().toString(),
            Contender.FOLDER));
    all.add(
        Contender.Plan.ours(
            "dapr",
            "http://127.0.0.1:18000",
            home().resolve("bench/on-dapr").toString(),
            Contender.FOLDER));
    for (int i = 0; i + 2 < beside.size(); i += 3) {
      all.add(Contender.Plan.other(beside.get(i), beside.get(i + 1), beside.get(i + 2)));
    }
    return all;
  }

  private static Path launcher() {
    return home().resolve("taskagent");
  }

  /** The project's root: this jar is in bench/target. */
  private static Path home() {
    var source = Main.class.getProtectionDomain().getCodeSource().getLocation();
    return Path.of(URI.create(source.toString())).resolve("../../..").normalize();
  }

  private void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new CommandLine.ParameterException(spec.commandLine(), otherwise);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
