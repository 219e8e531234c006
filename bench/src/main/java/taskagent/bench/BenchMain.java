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
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import taskagent.bench.measure.BenchSettings;
import taskagent.bench.measure.Measurement;
import taskagent.bench.measure.TestBed;
import taskagent.bench.report.MeasurementReport;
import taskagent.bench.server.Contender;
import taskagent.bench.server.MeasuredServer;
import taskagent.bench.server.MeasurementException;
import taskagent.bench.usage.MachineDescription;

/** The command line of the measurements. */
@Command(
    name = "bench/run",
    description = {
      "Measures Task Agent over HTTP on loopback, and prints tables.",
      "Without a PART it measures everything that is not marked \"only if named\", which takes"
          + " about 15 minutes."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%nParts:%n")
final class BenchMain implements Callable<Integer> {

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Parameters(arity = "0..*", paramLabel = "PART", description = "What to measure; see below.")
  private List<Measurement> parts = new ArrayList<>();

  @Option(
      names = "--server",
      description = "The launcher of the server. Default: that of this project.")
  private @Nullable Path server;

  @Option(
      names = "--base-url",
      description =
          "Measures this running server instead of starting one. It gets new tasks and users.")
  private @Nullable URI baseUrl;

  @Option(names = "--pid", description = "The process id of that server, to measure its CPU time.")
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
      description = "Seconds of each measurement. Default: ${DEFAULT-VALUE}.")
  private int seconds;

  @Option(
      names = "--tasks",
      description =
          "Number of tasks where many are needed. Default: 100000; for lists 1000000, for page"
              + " 10000.")
  private @Nullable Integer tasks;

  @Option(
      names = "--rate",
      defaultValue = "1000",
      description = "Changes per second beside the lists and the page. Default: ${DEFAULT-VALUE}.")
  private int rate;

  @Option(
      names = "--minutes",
      defaultValue = "1",
      description = "Minutes during which the page gets these changes. Default: ${DEFAULT-VALUE}.")
  private int minutes;

  @Option(
      names = "--until-deadline",
      defaultValue = "180",
      description =
          "Seconds until the common deadline of many tasks; all must be created before it."
              + " Default: ${DEFAULT-VALUE}.")
  private int untilDeadline;

  @Option(
      names = "--rounds",
      defaultValue = "3",
      description =
          "Rounds of engines and view-cost, without a restart. Default: ${DEFAULT-VALUE}.")
  private int rounds;

  @Option(
      names = "--engines",
      split = ",",
      defaultValue = "embedded,dapr",
      description = "The engines of parts that need both. Default: ${DEFAULT-VALUE}.")
  private List<String> engines = new ArrayList<>();

  @Option(
      names = "--steady-minutes",
      defaultValue = "30",
      description = "Minutes of the steady load. Default: ${DEFAULT-VALUE}.")
  private int steadyMinutes;

  @Option(
      names = "--beside",
      arity = "3",
      paramLabel = "NAME URL COMMAND",
      description =
          "Another implementation to compare with the engines: its name, its address, and a command"
              + " that starts it, prints 'pid PART PID' for each process, and then 'ready'.")
  private List<String> beside = new ArrayList<>();

  @Option(
      names = "--folder",
      description = "Folder for databases and logs, which is kept. Default: a temporary folder.")
  private @Nullable Path folder;

  @Option(names = "--markdown", description = "Print the tables in Markdown.")
  private boolean markdown;

  private BenchMain() {}

  /** Runs the command. */
  public static void main(String... args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    var command =
        new CommandLine(new BenchMain())
            .registerConverter(Measurement.class, BenchMain::measurement);
    var about = new ArrayList<String>();
    for (var part : Measurement.values()) {
      about.add("  %-10s %s".formatted(name(part), part.about()));
    }
    command.getCommandSpec().usageMessage().footer(about.toArray(String[]::new));
    return command;
  }

  private static String name(Measurement part) {
    return part.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static Measurement measurement(String name) {
    return Stream.of(Measurement.values())
        .filter(part -> name(part).equals(name.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(() -> new CommandLine.TypeConversionException("there is no PART " + name));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    var chosen = folder;
    var at = chosen == null ? Files.createTempDirectory("taskagent-bench") : chosen;
    var report = new MeasurementReport();
    try (var testBed = new TestBed(settings(at))) {
      var end = new Thread(testBed::close); // stops all servers at Ctrl-C, too
      Runtime.getRuntime().addShutdownHook(end);
      measure(testBed, report);
    } finally {
      if (chosen == null) {
        delete(at);
      }
    }
    return report.sound() ? 0 : 1;
  }

  private void measure(TestBed testBed, MeasurementReport report)
      throws IOException, InterruptedException {
    var machine = MachineDescription.describe(testBed.settings().folder());
    for (var part : parts.isEmpty() ? Measurement.usual() : EnumSet.copyOf(parts)) {
      System.err.println(name(part) + ": " + part.about());
      try {
        part.measure(testBed, report);
      } catch (MeasurementException e) {
        report.trouble(name(part) + ": " + e.getMessage());
      }
    }
    var out = spec.commandLine().getOut();
    out.println(machine);
    out.println();
    out.print(report.text(markdown));
    out.flush();
  }

  private BenchSettings settings(Path at) throws IOException {
    require(concurrency.stream().allMatch(n -> n >= 1 && n <= 1_000), "--concurrency: 1 to 1000");
    require(seconds >= 1 && seconds <= 3_600, "--seconds: 1 to 3600");
    require(warmUp >= 0 && warmUp <= 3_600, "--warm-up: 0 to 3600");
    require(rounds >= 1 && rounds <= 1_000, "--rounds: 1 to 1000");
    require(steadyMinutes >= 1 && steadyMinutes <= 1_440, "--steady-minutes: 1 to 1440");
    require(List.of("embedded", "dapr").containsAll(engines), "--engines: embedded, dapr, or both");
    var wanted = tasks == null ? OptionalInt.empty() : OptionalInt.of(tasks);
    require(wanted.orElse(1) >= 1 && wanted.orElse(1) <= 10_000_000, "--tasks: 1 to 10000000");
    require(rate >= 1 && rate <= 100_000, "--rate: 1 to 100000");
    require(minutes >= 1 && minutes <= 1_440, "--minutes: 1 to 1440");
    require(untilDeadline >= 5 && untilDeadline <= 86_400, "--until-deadline: 5 to 86400");
    return new BenchSettings(
        server == null ? launcher() : server.toAbsolutePath(),
        Optional.ofNullable(baseUrl).map(MeasuredServer::address),
        Optional.ofNullable(pid).map(OptionalLong::of).orElse(OptionalLong.empty()),
        Files.createDirectories(at).toAbsolutePath(),
        concurrency,
        Duration.ofSeconds(warmUp),
        Duration.ofSeconds(seconds),
        wanted,
        rounds,
        contenders().stream()
            .filter(plan -> !plan.ours() || engines.contains(plan.name()))
            .toList(),
        Duration.ofMinutes(steadyMinutes),
        Duration.ofSeconds(untilDeadline),
        rate,
        Duration.ofMinutes(minutes));
  }

  private List<Contender.StartPlan> contenders() {
    var all = new ArrayList<Contender.StartPlan>();
    all.add(
        Contender.StartPlan.ours(
            "embedded",
            "http://127.0.0.1:18100",
            "bash",
            "-c",
            "echo pid app $$; exec \"$0\" serve --port 18100 --data \"$1\"",
            launcher().toString(),
            Contender.FOLDER));
    all.add(
        Contender.StartPlan.ours(
            "dapr",
            "http://127.0.0.1:18000",
            home().resolve("bench/on-dapr").toString(),
            Contender.FOLDER));
    for (int i = 0; i + 2 < beside.size(); i += 3) {
      all.add(Contender.StartPlan.other(beside.get(i), beside.get(i + 1), beside.get(i + 2)));
    }
    return all;
  }

  private static Path launcher() {
    return home().resolve("taskagent");
  }

  /** Returns the root of the project; this jar is in bench/target. */
  private static Path home() {
    var source = BenchMain.class.getProtectionDomain().getCodeSource().getLocation();
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
