package taskagent.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** A server in a process of its own, which ends with this object. */
final class Server implements AutoCloseable {

  /** What the line says that tells it is ready. */
  static final String READY = " is ready at ";

  private static final long START_SECONDS = 120;
  private static final long END_SECONDS = 30;

  private final Process process;
  private final InetSocketAddress address;
  private final long started;
  private final boolean metered;

  private Server(Process process, InetSocketAddress address, long started, boolean metered) {
    this.process = process;
    this.address = address;
    this.started = started;
    this.metered = metered;
  }

  /** Starts the packaged Task Agent on a folder for its data; returns when it says it is ready. */
  static Server taskAgent(Settings settings, Path data) throws IOException, InterruptedException {
    return start(
        List.of(settings.launcher().toString(), "serve", "--port", "0", "--data", data.toString()),
        data.resolveSibling(data.getFileName() + ".log"),
        true);
  }

  /**
   * Starts a server that prints a line with {@code … is ready at URL} when it is.
   *
   * @param log where its other output goes
   */
  static Server start(List<String> command, Path log, boolean metered)
      throws IOException, InterruptedException {
    long started = System.nanoTime();
    var launch = Launch.of(command, log, START_SECONDS, Server::ready);
    return new Server(launch.process(), launch.ready(), started, metered);
  }

  private static Optional<InetSocketAddress> ready(String line) {
    int at = line.indexOf(READY);
    return at < 0
        ? Optional.empty()
        : Optional.of(address(URI.create(line.substring(at + READY.length()).strip())));
  }

  /** The address in {@code http://host:port}. */
  static InetSocketAddress address(URI uri) {
    return new InetSocketAddress(uri.getHost(), uri.getPort() < 0 ? 80 : uri.getPort());
  }

  Target target() {
    return new Target(address, OptionalLong.of(pid()), metered);
  }

  InetSocketAddress address() {
    return address;
  }

  long pid() {
    return process.pid();
  }

  /** When its process was started, by {@code nanoTime}. */
  long started() {
    return started;
  }

  /** Ends it at once, as a power failure would: {@code kill -9}. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Has it end in order; if it does not within 30 s, it is killed. */
  void stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
      kill();
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
