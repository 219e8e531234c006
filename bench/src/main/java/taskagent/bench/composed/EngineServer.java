package taskagent.bench.composed;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import taskagent.domain.conversation.RuleBasedResponder;
import taskagent.domain.engine.Kinds;
import taskagent.domain.engine.Retention;
import taskagent.domain.port.Metric;
import taskagent.embedded.EmbeddedEngine;
import taskagent.embedded.EmbeddedSettings;
import taskagent.http.Engine;
import taskagent.http.HttpServer;
import taskagent.http.HttpSettings;
import taskagent.http.trace.TraceParent;
import taskagent.http.trace.Tracing;
import taskagent.json.RunJson;
import taskagent.outbound.ActivityCounters;
import taskagent.outbound.LogEventPublisher;
import taskagent.outbound.LogNotifier;
import taskagent.view.View;

/**
 * The embedded engine and the HTTP server, with its view or without one. The packaged server always
 * has its view. It logs warnings only, so that the log does not hide what the view costs.
 */
public final class EngineServer {

  /** The second argument of {@link #main} for a server with its view. */
  public static final String WITH_VIEW = "with-view";

  /** The second argument of {@link #main} for a server without its view. */
  public static final String WITHOUT_VIEW = "without-view";

  private static final String HOST = "127.0.0.1";
  private static final int EXCHANGES_KEPT = 10;

  private final EmbeddedEngine engine;
  private final ActivityCounters counters = new ActivityCounters();
  private final InstantSource clock;

  /** Opens the engine. */
  EngineServer(Path folder, InstantSource clock) {
    this.clock = clock;
    this.engine =
        EmbeddedEngine.open(
            new EmbeddedSettings(folder, EXCHANGES_KEPT, Retention.DEFAULT),
            clock,
            Kinds.ofTasks(RunJson.CODEC, new LogNotifier(0, 1, Duration.ZERO)),
            new RuleBasedResponder(),
            new LogEventPublisher(),
            counters);
  }

  /**
   * Serves until the process is killed.
   *
   * @param arguments the data folder, and {@code with-view} or {@code without-view}
   */
  public static void main(String... arguments) throws InterruptedException {
    quiet();
    var folder = Path.of(arguments[0]);
    var server = new EngineServer(folder, clock());
    var view =
        Optional.of(View.in(folder, server.engine.changes(), server.clock))
            .filter(_ -> arguments[1].equals(WITH_VIEW));
    int port = server.serve(view);
    view.ifPresent(View::start);
    System.out.println("Server " + arguments[1] + " is ready at " + address(port));
    Thread.currentThread().join(); // all other threads are daemons
  }

  /** Lets only warnings be logged. */
  static void quiet() {
    Logger.getLogger("").setLevel(Level.WARNING);
  }

  /** Returns the clock of the packaged server. */
  static InstantSource clock() {
    return Clock.tickMillis(ZoneOffset.UTC);
  }

  static String address(int port) {
    return "http://" + HOST + ":" + port;
  }

  /** Serves the engine and the lists of a view, if there is one, and returns the port. */
  int serve(Optional<View> view) {
    var ports =
        new Engine(
            engine.tasks(),
            engine.conversations(),
            engine.workflows(),
            engine.bulks(),
            engine.audit(),
            engine.readiness(),
            engine.deadLetters(),
            view.map(lists -> lists),
            Stream.of(
                    engine.metrics(),
                    view.map(View::metrics).orElse(List.<Metric>of()),
                    counters.metrics())
                .flatMap(List::stream)
                .toList());
    return HttpServer.start(HttpSettings.on(HOST, 0), ports, untraced(), clock).port();
  }

  private static Tracing untraced() {
    return (_, _, parent) -> new Untraced(parent);
  }

  /** A request that belongs to no trace. */
  private record Untraced(Optional<TraceParent> here) implements Tracing.Span {

    @Override
    public <T> T within(Supplier<T> work) {
      return work.get();
    }

    @Override
    public void end(int status) {}
  }
}
