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

/** {@code taskagent serve}: serves until it is told to end (spec §9). */
@Command(
    name = "serve",
    description = "Serves the task agent over HTTP until it gets SIGTERM.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    defaultValueProvider = SettingSources.class,
    sortOptions = false,
    footer = {
      "",
      "Each setting can also be given in the environment, as TASKAGENT_NOTIFY_SIMULATED_DELAY,",
      "or in the file named by --config, as notify.simulated-delay. The command line comes first,",
      "then the environment, then the file. Durations read like 500ms, 0.5s or 10m.",
      "",
      "On Dapr, the environment also says what Dapr itself sets for its apps: DAPR_GRPC_PORT and",
      "DAPR_HTTP_PORT, the sidecar's ports; DAPR_API_TOKEN, which the sidecar asks for; and",
      "APP_API_TOKEN, which the sidecar must send when it calls in."
    })
final class ServeCommand implements Callable<Integer> {

  /** Where notifications go. */
  enum Channel {
    LOG,
    WEBHOOK
  }

  /** How log lines look. */
  enum LogFormat {
    TEXT,
    JSON
  }

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Option(
      names = "--engine",
      defaultValue = "embedded",
      description = "What runs the core durably: ${COMPLETION-CANDIDATES}. Default: embedded.")
  private Settings.EngineName engine;

  @Option(
      names = "--host",
      defaultValue = "127.0.0.1",
      description = "Address to listen on. Default: ${DEFAULT-VALUE}.")
  private String host;

  @Option(
      names = "--port",
      defaultValue = "8000",
      description = "Port to listen on; 0 takes a free one. Default: ${DEFAULT-VALUE}.")
  private int port;

  @Option(
      names = "--data",
      defaultValue = "data",
      description = "Folder of the database, made if need be. Default: ./${DEFAULT-VALUE}.")
  private Path data;

  @Option(names = "--config", description = "A YAML file with settings.")
  @SuppressWarnings("UnusedVariable") // SettingSources reads the file before the other options
  private @Nullable Path config;

  @Option(
      names = "--chat-exchanges-kept",
      defaultValue = "10",
      description = "How many exchanges of each conversation are kept. Default: ${DEFAULT-VALUE}.")
  private int exchangesKept;

  @Option(
      names = "--notify-channel",
      defaultValue = "log",
      description = "How assignees are told: ${COMPLETION-CANDIDATES}. Default: log.")
  private Channel channel;

  @Option(
      names = "--notify-webhook-url",
      converter = WebAddress.class,
      description = "Where the webhook channel posts notifications.")
  private @Nullable URI notifyUrl;

  @Option(
      names = "--notify-simulated-failure-rate",
      defaultValue = "0",
      description = "Share of notifications that the log channel fails, 0 to 1. Default: 0.")
  private double failureRate;

  @Option(
      names = "--notify-simulated-failure-seed",
      defaultValue = "1",
      description = "Which ones it fails. Default: ${DEFAULT-VALUE}.")
  private long failureSeed;

  @Option(
      names = "--notify-simulated-delay",
      defaultValue = "0s",
      converter = DurationText.class,
      description = "How long the log channel takes. Default: ${DEFAULT-VALUE}.")
  private Duration delay;

  @Option(
      names = "--events-webhook-url",
      converter = WebAddress.class,
      description = "Where events are posted as CloudEvents. Without it they go to the debug log.")
  private @Nullable URI eventsUrl;

  @Option(
      names = "--traces-url",
      converter = WebAddress.class,
      description = {
        "A collector to which requests are sent as spans, by OTLP over HTTP, such as",
        "http://127.0.0.1:4318/v1/traces. Without it none are made."
      })
  private @Nullable URI tracesUrl;

  @Option(
      names = "--traces-share",
      defaultValue = "1",
      description =
          "Share of the traces that are recorded, of those that begin here, 0 to 1. Default: 1.")
  private double tracesShare;

  @Option(
      names = "--http-max-concurrent",
      defaultValue = "1024",
      description = "Requests answered at once; more get 429. Default: ${DEFAULT-VALUE}.")
  private int maxConcurrent;

  @Option(
      names = "--http-drain",
      defaultValue = "10s",
      converter = DurationText.class,
      description = "How long requests may take to finish at the end. Default: ${DEFAULT-VALUE}.")
  private Duration drain;

  @Option(
      names = "--callback-host",
      defaultValue = "127.0.0.1",
      description =
          "Dapr: where the sidecar calls in; nobody else should. Default: ${DEFAULT-VALUE}.")
  private String callbackHost;

  @Option(
      names = "--callback-port",
      defaultValue = "8001",
      description = "Dapr: the sidecar's app-port. Default: ${DEFAULT-VALUE}.")
  private int callbackPort;

  @Option(
      names = "--dapr-state-store",
      defaultValue = "statestore",
      description = "Dapr: the component that keeps the state. Default: ${DEFAULT-VALUE}.")
  private String stateStore;

  @Option(
      names = "--dapr-pubsub",
      defaultValue = "pubsub",
      description = "Dapr: the component that carries events. Default: ${DEFAULT-VALUE}.")
  private String pubsub;

  @Option(
      names = "--dapr-actor-idle-timeout",
      defaultValue = "10m",
      converter = DurationText.class,
      description = "Dapr: how long an actor stays that nobody needs. Default: ${DEFAULT-VALUE}.")
  private Duration actorIdleTimeout;

  @Option(
      names = "--dapr-clock-url",
      converter = WebAddress.class,
      description = {
        "Dapr: a server by whose clock all replicas go, if their own may be wrong, such as the",
        "scheduler's /healthz. Without it each goes by its own."
      })
  private @Nullable URI clockUrl;

  @Option(
      names = "--log-format",
      defaultValue = "text",
      description = "${COMPLETION-CANDIDATES}. Default: text.")
  private LogFormat logFormat;

  @Option(
      names = "--log-level",
      defaultValue = "info",
      description = "${COMPLETION-CANDIDATES}. Default: info.")
  private Logging.Level logLevel;

  @Override
  public Integer call() throws InterruptedException {
    Logging.start(logFormat == LogFormat.JSON, logLevel);
    var ended = new CountDownLatch(1);
    var closed = new CountDownLatch(1);
    try (var application = Application.start(settings())) {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> end(ended, closed), "taskagent-end"));
      var out = spec.commandLine().getOut();
      if (application.awaitReady(ended, this::progress)) {
        out.println(application.greeting());
        out.flush();
        ended.await();
      }
    }
    closed.countDown();
    return 0;
  }

  private void progress(String missing) {
    var err = spec.commandLine().getErr();
    err.println("Not ready yet. " + missing + " Waiting ...");
    err.flush();
  }

  /** SIGTERM: have everything end in order, then leave with 0, for that was as it should be. */
  private static void end(CountDownLatch ended, CountDownLatch closed) {
    ended.countDown();
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(0);
  }

  private Settings settings() {
    require("--host", !host.isBlank(), "must not be empty");
    require("--port", port >= 0 && port <= 65_535, "must be 0 to 65535");
    require(
        "--chat-exchanges-kept", exchangesKept >= 1 && exchangesKept <= 1_000, "must be 1 to 1000");
    require(
        "--notify-simulated-failure-rate", failureRate >= 0 && failureRate <= 1, "must be 0 to 1");
    require("--traces-share", tracesShare >= 0 && tracesShare <= 1, "must be 0 to 1");
    require("--http-max-concurrent", maxConcurrent >= 1, "must be at least 1");
    require(
        "--notify-channel",
        channel != Channel.WEBHOOK || notifyUrl != null,
        "webhook needs --notify-webhook-url");
    require(
        "--callback-port",
        callbackPort >= 0 && callbackPort <= 65_535 && (callbackPort == 0 || callbackPort != port),
        "must be 0 to 65535, and not that of --port");
    require("--dapr-actor-idle-timeout", actorIdleTimeout.isPositive(), "must be more than 0");
    return new Settings(
        engine,
        host,
        port,
        data,
        exchangesKept,
        Optional.ofNullable(notifyUrl).filter(_ -> channel == Channel.WEBHOOK),
        failureRate,
        failureSeed,
        delay,
        Optional.ofNullable(eventsUrl),
        Optional.ofNullable(tracesUrl),
        tracesShare,
        maxConcurrent,
        drain,
        Optional.ofNullable(clockUrl).filter(_ -> engine == Settings.EngineName.DAPR),
        dapr());
  }

  private DaprSettings dapr() {
    return new DaprSettings(
        callbackHost,
        callbackPort,
        // Dapr's own name for it, which its injector sets.
        Optional.ofNullable(System.getenv("APP_API_TOKEN")).filter(token -> !token.isBlank()),
        Optional.empty(), // the SDK reads the sidecar's port from the environment
        stateStore,
        pubsub,
        actorIdleTimeout,
        exchangesKept,
        eventsUrl != null);
  }

  private void require(String option, boolean holds, String otherwise) {
    if (!holds) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), option + " " + otherwise, spec.findOption(option), null);
    }
  }
}
