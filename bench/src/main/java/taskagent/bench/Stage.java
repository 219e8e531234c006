package taskagent.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.jspecify.annotations.Nullable;

/**
 * Where measurements take place: starts the servers they need, and ends them. The loads share one
 * server, so that its code is compiled once.
 */
final class Stage implements AutoCloseable {

  private final Settings settings;
  private final Deque<Server> started = new ConcurrentLinkedDeque<>();
  private final String run = Long.toString(System.currentTimeMillis(), 36);
  private @Nullable Target shared;
  private volatile @Nullable Contender contender;
  private int folders;
  private int series;

  Stage(Settings settings) {
    this.settings = settings;
  }

  Settings settings() {
    return settings;
  }

  /** The server for loads: the one that runs already, or one that is started on first use. */
  Target target() throws IOException, InterruptedException {
    var target = shared;
    if (target == null) {
      target =
          settings.running().isPresent()
              ? new Target(settings.running().get(), settings.pid(), true)
              : server(folder()).target();
      shared = target;
    }
    return target;
  }

  /** A server of our own, on this folder. */
  Server server(Path data) throws IOException, InterruptedException {
    if (settings.running().isPresent()) {
      throw new CannotMeasure("With --base-url only loads can be measured: sagas, reads and chat.");
    }
    return ends(Server.taskAgent(settings, data));
  }

  /** Has a server end with this stage at the latest. */
  Server ends(Server server) {
    started.push(server);
    return server;
  }

  /** One that is compared, with all that it needs in this folder. */
  Contender contender(Contender.Plan plan, Path data) throws IOException, InterruptedException {
    var next = Contender.start(plan.in(data), data.resolveSibling(data.getFileName() + ".log"));
    contender = next;
    return next;
  }

  /** A new folder. */
  Path folder() throws IOException {
    return Files.createDirectories(settings.folder().resolve("data-" + ++folders));
  }

  /** Ids that nobody had before, which begin with this. */
  String newIds(String what) {
    return what + "-" + run + "-" + ++series + "-";
  }

  /** Ends a server, if it was started for loads, so that it does not disturb what comes next. */
  void quiet() throws InterruptedException {
    if (settings.running().isEmpty()) {
      for (var server : started) {
        server.stop();
      }
      started.clear();
      shared = null;
    }
  }

  /** The size of the files of a database, in bytes. */
  static long databaseBytes(Path data) throws IOException {
    long bytes = 0;
    try (var files = Files.list(data)) {
      for (var file : files.filter(f -> f.getFileName().toString().contains(".db")).toList()) {
        bytes += Files.size(file);
      }
    }
    return bytes;
  }

  @Override
  public void close() {
    started.forEach(Server::close);
    var last = contender;
    if (last != null) {
      last.close();
    }
  }
}
