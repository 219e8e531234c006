package taskagent.bench.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import taskagent.bench.composed.ListServer;
import taskagent.bench.http.HttpConnection;

/** A {@link ListServer} in a process of its own, which stops when this object is closed. */
public final class ListServerProcess implements AutoCloseable {

  private static final long BUILD_SECONDS = 660;
  private static final String FILE = "view.db";

  private final StartedProcess<Ready> launch;
  private final Path folder;

  /** How long a view took until it served, and how many tasks and runs it has. */
  public record Built(long millis, long rows) {

    private static Built of(String millis, String rows) {
      return new Built(Long.parseLong(millis), Long.parseLong(rows));
    }
  }

  private record Ready(InetSocketAddress lists, InetSocketAddress commands, Built built) {}

  private ListServerProcess(StartedProcess<Ready> launch, Path folder) {
    this.launch = launch;
    this.folder = folder;
  }

  /** Starts a server in an empty folder, and waits until it has built its view. */
  public static ListServerProcess start(Path folder, int tasks)
      throws IOException, InterruptedException {
    var command = JavaCommand.of(ListServer.class, folder.toString(), Integer.toString(tasks));
    var log = folder.resolveSibling(folder.getFileName() + ".log");
    var launch = StartedProcess.of(command, log, BUILD_SECONDS, ListServerProcess::ready);
    return new ListServerProcess(launch, folder);
  }

  private static Optional<Ready> ready(String line) {
    var words = List.of(line.split(" ", -1));
    return words.size() == 5 && words.getFirst().equals("ready")
        ? Optional.of(
            new Ready(
                MeasuredServer.address(URI.create(words.get(1))),
                MeasuredServer.address(URI.create(words.get(2))),
                Built.of(words.get(3), words.get(4))))
        : Optional.empty();
  }

  /** Returns the server of the lists. */
  public Target target() {
    return new Target(launch.ready().lists(), OptionalLong.of(launch.process().pid()), true);
  }

  /** Returns the first build of its view. */
  public Built built() {
    return launch.ready().built();
  }

  /** Makes this many changes per second from now on, and returns how many were made so far. */
  public long rate(int perSecond) throws IOException {
    return Long.parseLong(command("/rate/" + perSecond));
  }

  /**
   * Builds a second view from nothing, while the first one serves.
   *
   * @throws MeasurementException if it does not catch up with the changes
   */
  public Built rebuild() throws IOException {
    var answer = command("/rebuild");
    if (answer.equals(ListServer.LATE)) {
      throw new MeasurementException(
          "The second lists did not catch up; use a lower --rate on this machine.");
    }
    var words = answer.split(" ", -1);
    return Built.of(words[0], words[1]);
  }

  /** Waits until both views have all changes. */
  public void settle() throws IOException {
    String _ = command("/settle");
  }

  private String command(String path) throws IOException {
    return HttpConnection.getOnce(launch.ready().commands(), path).expect(200).text();
  }

  /** Returns the file of the view that serves. */
  public Path serving() {
    return folder.resolve(ListServer.SERVING).resolve(FILE);
  }

  /** Returns the file of the view that was built beside it. */
  public Path rebuilt() {
    return folder.resolve(ListServer.REBUILT).resolve(FILE);
  }

  @Override
  public void close() {
    launch.process().destroyForcibly();
  }
}
