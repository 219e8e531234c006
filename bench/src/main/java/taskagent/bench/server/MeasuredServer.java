package taskagent.bench.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** A server in a process of its own, which stops when this object is closed. */
public final class MeasuredServer implements AutoCloseable {

  /** Part of the line that says the server is ready. */
  public static final String READY = " is ready at ";

  private static final long START_SECONDS = 120;
  private static final long STOP_SECONDS = 30;

  private final Process process;
  private final InetSocketAddress address;
  private final long started;
  private final boolean metered;

  private MeasuredServer(
      Process process, InetSocketAddress address, long started, boolean metered) {
    this.process = process;
    this.address = address;
    this.started = started;
    this.metered = metered;
  }

  /** Starts the packaged Task Agent with a data folder, and waits until it is ready. */
  public static MeasuredServer taskAgent(Path launcher, Path data)
      throws IOException, InterruptedException {
    return start(
        List.of(launcher.toString(), "serve", "--port", "0", "--data", data.toString()),
        data.resolveSibling(data.getFileName() + ".log"),
        true);
  }

  /**
   * Starts a server that prints a line with {@code … is ready at URL}.
   *
   * @param log the file for its standard error
   */
  public static MeasuredServer start(List<String> command, Path log, boolean metered)
      throws IOException, InterruptedException {
    long started = System.nanoTime();
    var launch = StartedProcess.of(command, log, START_SECONDS, MeasuredServer::ready);
    return new MeasuredServer(launch.process(), launch.ready(), started, metered);
  }

  private static Optional<InetSocketAddress> ready(String line) {
    int at = line.indexOf(READY);
    return at < 0
        ? Optional.empty()
        : Optional.of(address(URI.create(line.substring(at + READY.length()).strip())));
  }

  /** Returns the address of {@code http://host:port}. */
  public static InetSocketAddress address(URI uri) {
    return new InetSocketAddress(uri.getHost(), uri.getPort() < 0 ? 80 : uri.getPort());
  }

  public Target target() {
    return new Target(address, OptionalLong.of(pid()), metered);
  }

  public InetSocketAddress address() {
    return address;
  }

  public long pid() {
    return process.pid();
  }

  /** Returns when its process was started, as {@code nanoTime}. */
  public long started() {
    return started;
  }

  /** Kills the server with SIGKILL. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Stops the server with SIGTERM, and kills it after 30 s. */
  public void stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
      kill();
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
