package taskagent.app;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import taskagent.dapr.DaprSettings;

/** {@code taskagent serve}: serves until it gets SIGTERM (specification §9). */
@Command(
    name = "serve",
    description = "Serves the task agent over HTTP until it gets SIGTERM.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    defaultValueProvider = SettingSources.class,
    sortOptions = false,
    abbreviateSynopsis = true,
    footer = {
      "",
      "Each setting can also be given in the environment, as TASKAGENT_NOTIFY_SIMULATED_DELAY, or"
          + " as notify.simulated-delay in the file that --config names. The command line comes"
          + " first, then the environment, then the file. Durations are written like 500ms, 0.5s,"
          + " 10m or 30d.",
      "",
      "On Dapr it also reads the variables that Dapr sets for its apps: DAPR_GRPC_PORT and"
          + " DAPR_HTTP_PORT, the sidecar's ports; DAPR_API_TOKEN, which the app sends to the"
          + " sidecar; and APP_API_TOKEN, which the sidecar sends to the app."
    })
final class ServeCommand implements Callable<Integer> {

  private static final System.Logger LOG = System.getLogger(ServeCommand.class.getName());

  /** The form of log lines. */
  enum LogFormat {
    TEXT,
    JSON
  }

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Option(
      names = "--engine",
      defaultValue = "embedded",
      description = "The engine, embedded or dapr. Default: ${DEFAULT-VALUE}.")
  private Settings.EngineName engine;

  @Option(
      names = "--host",
      defaultValue = "127.0.0.1",
      description = "The address to listen on; 0.0.0.0 for all. Default: ${DEFAULT-VALUE}.")
  private String host;

  @Option(
      names = "--port",
      defaultValue = "8000",
      description = "The port to listen on; 0 for a free one. Default: ${DEFAULT-VALUE}.")
  private int port;

  @Option(
      names = "--data",
      converter = PathOption.class,
      defaultValue = "data",
      description =
          "The folder of the database, created if missing; on Dapr, of the lists, which can be"
              + " made anew. Default: ./${DEFAULT-VALUE}.")
  private Path data;

  @Option(
      names = "--config",
      converter = PathOption.class,
      description = "A YAML file with settings.")
  @SuppressWarnings("UnusedVariable") // SettingSources reads the file before the other options
  private @Nullable Path config;

  @Option(
      names = "--chat-exchanges-kept",
      defaultValue = "10",
      description = "Exchanges kept of each conversation. Default: ${DEFAULT-VALUE}.")
  private int exchangesKept;

  @CommandLine.Mixin private final RetentionOptions retention = new RetentionOptions();

  @CommandLine.Mixin private final NotifyOptions notify = new NotifyOptions();

  @CommandLine.Mixin private final EventOptions events = new EventOptions();

  @Option(
      names = "--traces-url",
      converter = WebAddress.class,
      description = {
        "The collector that receives requests as spans, by OTLP over HTTP.",
        "Example: http://127.0.0.1:4318/v1/traces",
        "Default: no spans are recorded."
      })
  private @Nullable URI tracesUrl;

  @Option(
      names = "--traces-share",
      defaultValue = "1",
      description =
          "The share of traces to record among those that start here, 0 to 1. Default: 1.")
  private double tracesShare;

  @Option(
      names = "--http-max-concurrent",
      defaultValue = "1024",
      description = "Requests handled at once; more get 429. Default: ${DEFAULT-VALUE}.")
  private int maxConcurrent;

  @Option(
      names = "--http-max-streams",
      defaultValue = "500",
      description = "Streams of changes open at once; more get 503. Default: ${DEFAULT-VALUE}.")
  private int maxStreams;

  @Option(
      names = "--http-drain",
      defaultValue = "10s",
      converter = DurationOption.class,
      description =
          "How long requests may take to finish during shutdown. Default: ${DEFAULT-VALUE}.")
  private Duration drain;

  @CommandLine.Mixin private final AccessOptions access = new AccessOptions();

  @CommandLine.Mixin private final CallerOptions callers = new CallerOptions();

  @Option(
      names = "--callback-host",
      defaultValue = "127.0.0.1",
      description =
          "Dapr: the address that the sidecar calls; it must be private. Default:"
              + " ${DEFAULT-VALUE}.")
  private String callbackHost;

  @Option(
      names = "--callback-port",
      defaultValue = "8001",
      description =
          "Dapr: the port that the sidecar calls (its app-port). Default: ${DEFAULT-VALUE}.")
  private int callbackPort;

  @Option(
      names = "--dapr-state-store",
      defaultValue = "statestore",
      description = "Dapr: the name of the state store component. Default: ${DEFAULT-VALUE}.")
  private String stateStore;

  @Option(
      names = "--dapr-pubsub",
      defaultValue = "pubsub",
      description = "Dapr: the name of the pub/sub component. Default: ${DEFAULT-VALUE}.")
  private String pubsub;

  @Option(
      names = "--dapr-actor-idle-timeout",
      defaultValue = "10m",
      converter = DurationOption.class,
      description = "Dapr: how long an idle actor stays in memory. Default: ${DEFAULT-VALUE}.")
  private Duration actorIdleTimeout;

  @Option(
      names = "--dapr-copy-to-actor-state",
      description =
          "Dapr: also copy each task and conversation to the state of its actor, for tools that"
              + " look there. Task Agent does not read the copies.")
  private boolean copiesToActorState;

  @Option(
      names = "--dapr-clock-url",
      converter = WebAddress.class,
      description =
          "Dapr: a server whose clock all replicas use, such as the scheduler's /healthz."
              + " Default: each replica uses its own machine's clock.")
  private @Nullable URI clockUrl;

  @Option(
      names = "--log-format",
      defaultValue = "text",
      description = "The form of log lines, text or json. Default: ${DEFAULT-VALUE}.")
  private LogFormat logFormat;

  @Option(
      names = "--log-level",
      defaultValue = "info",
      description =
          "The lowest level to log: debug, info, warning or error. Default: ${DEFAULT-VALUE}.")
  private Logging.Level logLevel;

  @Override
  public Integer call() throws InterruptedException {
    ServerOutput.install();
    Logging.start(logFormat == LogFormat.JSON, logLevel);
    reportServices();
    var ended = new CountDownLatch(1);
    var closed = new CountDownLatch(1);
    var failure = new Failure(ended::countDown);
    try (var application = Application.start(settings(), failure)) {
      Runtime.getRuntime()
          .addShutdownHook(new Thread(() -> end(ended, closed, failure), "taskagent-end"));
      var out = spec.commandLine().getOut();
      if (application.awaitReady(ended, this::progress)) {
        out.println(application.greeting());
        out.flush();
        ended.await();
      }
    }
    failure.reason().ifPresent(this::failed);
    closed.countDown();
    return failure.exitCode();
  }

  private void failed(String reason) {
    var err = spec.commandLine().getErr();
    err.println("taskagent: " + reason);
    err.flush();
  }

  /** A Service with the name of this program makes Kubernetes set variables like our settings. */
  private static void reportServices() {
    var ignored = SettingSources.ofServices(System.getenv());
    if (!ignored.isEmpty()) {
      LOG.log(
          System.Logger.Level.WARNING,
          "ignored {0}, which Kubernetes sets for a Service whose name begins with taskagent;"
              + " enableServiceLinks: false in the pod avoids this",
          String.join(", ", ignored));
    }
  }

  private void progress(String missing) {
    var err = spec.commandLine().getErr();
    err.println("Not ready yet. " + missing + " Waiting ...");
    err.flush();
  }

  /** Shuts down on SIGTERM, and exits with 0 because that is a success, unless a part failed. */
  private static void end(CountDownLatch ended, CountDownLatch closed, Failure failure) {
    ended.countDown();
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    ServerOutput.drain();
    Runtime.getRuntime().halt(failure.exitCode());
  }

  Settings settings() {
    require("--host", !host.isBlank(), "must not be empty");
    access.check(host, this::require);
    require("--port", port >= 0 && port <= 65_535, "must be 0 to 65535");
    require(
        "--chat-exchanges-kept", exchangesKept >= 1 && exchangesKept <= 1_000, "must be 1 to 1000");
    retention.tooShort().ifPresent(option -> require(option, false, "must be 0, or at least 1m"));
    events.wrong().ifPresent(wrong -> require(wrong.option(), false, wrong.rule()));
    notify.check(this::require);
    require("--traces-share", tracesShare >= 0 && tracesShare <= 1, "must be 0 to 1");
    require("--http-max-concurrent", maxConcurrent >= 1, "must be at least 1");
    require("--http-max-streams", maxStreams >= 1, "must be at least 1");
    require(
        "--callback-port",
        callbackPort >= 0 && callbackPort <= 65_535 && (callbackPort == 0 || callbackPort != port),
        "must be 0 to 65535, and must differ from --port");
    require("--dapr-actor-idle-timeout", actorIdleTimeout.isPositive(), "must be more than 0");
    return new Settings(
        engine,
        host,
        port,
        data,
        exchangesKept,
        retention.retention(),
        notify.settings(),
        events.url(),
        events.policy(),
        Optional.ofNullable(tracesUrl),
        tracesShare,
        maxConcurrent,
        maxStreams,
        drain,
        callers.allowed(),
        access.settings(data),
        Optional.ofNullable(clockUrl).filter(_ -> engine == Settings.EngineName.DAPR),
        dapr());
  }

  private DaprSettings dapr() {
    return new DaprSettings(
        callbackHost,
        callbackPort,
        // Dapr's injector sets a variable of this name.
        Optional.ofNullable(System.getenv("APP_API_TOKEN")).filter(token -> !token.isBlank()),
        Optional.empty(), // the SDK reads the sidecar's port from the environment
        stateStore,
        pubsub,
        actorIdleTimeout,
        exchangesKept,
        retention.retention(),
        notify.settings().policy(),
        events.policy(),
        copiesToActorState,
        events.url().isPresent());
  }

  private void require(String option, boolean holds, String otherwise) {
    if (!holds) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), option + " " + otherwise, spec.findOption(option), null);
    }
  }
}
