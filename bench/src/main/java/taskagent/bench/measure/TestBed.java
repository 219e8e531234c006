package taskagent.bench.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.jspecify.annotations.Nullable;
import taskagent.bench.report.MeasurementReport;
import taskagent.bench.server.Contender;
import taskagent.bench.server.MeasuredServer;
import taskagent.bench.server.MeasurementException;
import taskagent.bench.server.Target;

/**
 * Starts the servers that measurements need, and stops them. All loads share one server, so that
 * its code is compiled once.
 */
public final class TestBed implements AutoCloseable {

  private final BenchSettings settings;
  private final Deque<MeasuredServer> started = new ConcurrentLinkedDeque<>();
  private final String run = Long.toString(System.currentTimeMillis(), 36);
  private @Nullable Target shared;
  private volatile @Nullable Contender contender;
  private int folders;
  private int series;

  public TestBed(BenchSettings settings) {
    this.settings = settings;
  }

  public BenchSettings settings() {
    return settings;
  }

  /** Returns the server for loads: the running one, or one that is started on first use. */
  public Target target() throws IOException, InterruptedException {
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

  /** Starts a server with this data folder. */
  public MeasuredServer server(Path data) throws IOException, InterruptedException {
    if (settings.running().isPresent()) {
      throw new MeasurementException("With --base-url only sagas, reads and chat can be measured.");
    }
    return track(MeasuredServer.taskAgent(settings.launcher(), data));
  }

  /** Stops this server at the latest when the test bed is closed. */
  MeasuredServer track(MeasuredServer server) {
    started.push(server);
    return server;
  }

  /** Measures a contender, which has this folder. */
  @FunctionalInterface
  interface OnContender {
    void measure(Contender contender, Path folder) throws IOException, InterruptedException;
  }

  /** Starts one contender after the other, each in a new folder, and stops it after its turn. */
  void eachContender(OnContender turn) throws IOException, InterruptedException {
    stopServers();
    for (var plan : settings.contenders()) {
      MeasurementReport.progress("starting " + plan.name());
      var folder = folder();
      try (var next = contender(plan, folder)) {
        turn.measure(next, folder);
      }
    }
  }

  private Contender contender(Contender.StartPlan plan, Path data)
      throws IOException, InterruptedException {
    var next = Contender.start(plan.in(data), data.resolveSibling(data.getFileName() + ".log"));
    contender = next;
    return next;
  }

  /** Creates a new folder. */
  public Path folder() throws IOException {
    return Files.createDirectories(settings.folder().resolve("data-" + ++folders));
  }

  /** Returns a prefix of new ids, which begins with this. */
  public String newIds(String what) {
    return what + "-" + run + "-" + ++series + "-";
  }

  /** Stops the servers that were started for loads, so that they do not disturb what comes next. */
  public void stopServers() throws InterruptedException {
    if (settings.running().isEmpty()) {
      for (var server : started) {
        server.stop();
      }
      started.clear();
      shared = null;
    }
  }

  /** Returns the size of the files of a database, in bytes. */
  public static long databaseBytes(Path data) throws IOException {
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
    started.forEach(MeasuredServer::close);
    var last = contender;
    if (last != null) {
      last.close();
    }
  }
}
