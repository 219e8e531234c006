package taskagent.bench.composed;

import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http1.Http1Config;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import taskagent.domain.port.Unavailable;
import taskagent.domain.view.Changes;
import taskagent.view.View;

/**
 * Serves the lists of generated tasks over HTTP, and changes the tasks. A second port takes
 * commands, each of which is answered when it is done:
 *
 * <ul>
 *   <li>{@code GET /rate/N} makes N changes per second from now on, and returns how many were made
 *   <li>{@code GET /rebuild} builds a second view from nothing, beside the one that serves, and
 *       returns how many milliseconds it took and how many rows it has
 *   <li>{@code GET /settle} returns when both views have all changes
 * </ul>
 */
public final class ListServer {

  /** The folder of the view that serves, in the data folder. */
  public static final String SERVING = "serving";

  /** The answer to {@code /rebuild} if the second view does not catch up with the changes. */
  public static final String LATE = "late";

  /** The folder of the view that is built beside it. */
  public static final String REBUILT = "rebuilt";

  private static final Duration BUILDS_WITHIN = Duration.ofMinutes(10);
  private static final Duration REBUILDS_WITHIN = Duration.ofMinutes(4);
  private static final Duration SETTLES_WITHIN = Duration.ofMinutes(2);
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final Path folder;
  private final InstantSource clock;
  private final GeneratedChanges changes;
  private final View serving;
  private Optional<View> rebuilt = Optional.empty();
  private volatile int rate;
  private final LongAdder made = new LongAdder();

  private ListServer(Path folder, int tasks, InstantSource clock) throws IOException {
    this.folder = folder;
    this.clock = clock;
    this.changes = new GeneratedChanges(tasks, clock);
    this.serving = view(SERVING);
  }

  /**
   * Serves until the process is killed.
   *
   * @param arguments the data folder, and the number of tasks
   */
  public static void main(String... arguments) throws IOException {
    EngineServer.quiet();
    var folder = Path.of(arguments[0]);
    var clock = EngineServer.clock();
    var server = new ListServer(folder, Integer.parseInt(arguments[1]), clock);
    long millis =
        build(server.serving, BUILDS_WITHIN)
            .orElseThrow(() -> new IllegalStateException("not built in " + BUILDS_WITHIN));
    Thread.ofPlatform().daemon().start(server::change);
    var engine = new EngineServer(Files.createDirectories(folder.resolve("engine")), clock);
    int port = engine.serve(Optional.of(server.serving));
    System.out.printf(
        "ready %s %s %d %d%n",
        EngineServer.address(port),
        EngineServer.address(server.commands()),
        millis,
        server.changes.size());
  }

  private View view(String name) throws IOException {
    return View.in(Files.createDirectories(folder.resolve(name)), changes, clock);
  }

  /** Builds a view, and returns how many milliseconds pass until it serves; empty if too many. */
  private static OptionalLong build(View view, Duration atMost) {
    long begun = System.nanoTime();
    return awaitServing(view.start(), atMost)
        ? OptionalLong.of(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun))
        : OptionalLong.empty();
  }

  /** Waits until a view serves, and returns whether it did in time. */
  static boolean awaitServing(View view, Duration atMost) {
    return await(() -> serves(view), atMost);
  }

  /** Waits until a view has all changes, and returns whether it had them in time. */
  static boolean awaitAll(View view, Changes changes, Duration atMost) {
    return await(() -> view.asOf().position().seq() >= changes.last(), atMost);
  }

  private static boolean await(BooleanSupplier condition, Duration atMost) {
    long end = System.nanoTime() + atMost.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        return false;
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
    return true;
  }

  private static boolean serves(View view) {
    try {
      return view.asOf().lagMillis() >= 0;
    } catch (Unavailable e) {
      return false;
    }
  }

  /** Makes changes at fixed times. */
  private void change() {
    long next = System.nanoTime();
    while (true) {
      int perSecond = rate;
      if (perSecond == 0) {
        LockSupport.parkNanos(LOOK_NANOS);
        next = System.nanoTime();
      } else if (next - System.nanoTime() > 0) {
        LockSupport.parkNanos(next - System.nanoTime());
      } else {
        changes.upsert();
        made.increment();
        next += TimeUnit.SECONDS.toNanos(1) / perSecond;
      }
    }
  }

  private int commands() {
    return WebServer.builder()
        .host("127.0.0.1")
        .port(0)
        .featuresDiscoverServices(false)
        .protocolsDiscoverServices(false)
        .addProtocol(Http1Config.create())
        .routing(this::route)
        .build()
        .start()
        .port();
  }

  private void route(HttpRouting.Builder routing) {
    routing
        .get(
            "/rate/{rate}",
            (request, response) -> {
              rate = Integer.parseInt(request.path().pathParameters().get("rate"));
              response.send(Long.toString(made.sum()));
            })
        .get("/rebuild", (_, response) -> response.send(rebuild()))
        .get("/settle", (_, response) -> response.send(settle()));
  }

  private synchronized String rebuild() {
    try {
      var second = view(REBUILT);
      rebuilt = Optional.of(second);
      var millis = build(second, REBUILDS_WITHIN);
      return millis.isPresent() ? millis.getAsLong() + " " + changes.size() : LATE;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private synchronized String settle() {
    settle(serving);
    rebuilt.ifPresent(this::settle);
    return "settled";
  }

  private void settle(View view) {
    if (!awaitAll(view, changes, SETTLES_WITHIN)) {
      throw new IllegalStateException("the lists do not get all changes in " + SETTLES_WITHIN);
    }
  }
}
