package taskagent.bench.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import taskagent.bench.http.HttpConnection;
import taskagent.bench.http.Response;

/**
 * Clients that repeat an operation, each on a thread and a connection of its own. A client sends
 * its next request when the previous one is answered.
 */
public final class Clients {

  /** The operation that a client repeats. It throws an IOException if an answer is wrong. */
  @FunctionalInterface
  public interface Operation {

    /**
     * Runs it once.
     *
     * @param accepted the operation runs this when the server has accepted it, if the server
     *     completes it later
     */
    void run(HttpConnection connection, Runnable accepted) throws IOException;
  }

  /** Receives the times of each successful operation, on its client's thread. */
  @FunctionalInterface
  public interface Times {

    /**
     * Receives the times of one operation, as {@code nanoTime}.
     *
     * @param accepted when the server accepted it; equal to {@code ended} if it completed at once
     */
    void took(long started, long accepted, long ended);
  }

  /** A client that fails more often stops, because it no longer measures the server. */
  private static final int MAX_FAILURES = 100;

  /** How long the last answers may take before the connections are closed. */
  private static final long LAST_ANSWERS_NANOS = TimeUnit.SECONDS.toNanos(40);

  private final InetSocketAddress server;
  private final BooleanSupplier goOn;
  private final List<Client> clients = new ArrayList<>();
  private final Map<String, LongAdder> failures = new ConcurrentHashMap<>();

  /**
   * Creates a group without clients.
   *
   * @param goOn says whether a client repeats its operation
   */
  public Clients(InetSocketAddress server, BooleanSupplier goOn) {
    this.server = server;
    this.goOn = goOn;
  }

  /** Starts a client. */
  public void start(Operation operation, Times times) {
    var client = new Client(operation, times);
    clients.add(client);
    client.thread.start();
  }

  /** Waits until all clients have stopped, and returns the number of failures of each kind. */
  public Map<String, Long> join(long untilNanos) throws InterruptedException {
    long deadline = untilNanos + LAST_ANSWERS_NANOS;
    for (var client : clients) {
      long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      client.thread.join(Math.max(1, millis));
    }
    for (var client : clients) {
      client.giveUp();
      client.thread.join();
    }
    var counts = new TreeMap<String, Long>();
    failures.forEach((kind, count) -> counts.put(kind, count.sum()));
    return counts;
  }

  private final class Client {

    private final Operation operation;
    private final Times times;
    private final Thread thread = Thread.ofPlatform().name("client").daemon().unstarted(this::loop);
    private volatile @Nullable HttpConnection connection;
    private volatile boolean givenUp;
    private boolean later;
    private long accepted;

    Client(Operation operation, Times times) {
      this.operation = operation;
      this.times = times;
    }

    private void accepted() {
      later = true;
      accepted = System.nanoTime();
    }

    private void loop() {
      Runnable accepting = this::accepted;
      int failed = 0;
      while (!givenUp && failed < MAX_FAILURES && goOn.getAsBoolean()) {
        try {
          later = false;
          long started = System.nanoTime();
          operation.run(connected(), accepting);
          long ended = System.nanoTime();
          times.took(started, later ? accepted : ended, ended);
        } catch (IOException e) {
          failed++;
          failures.computeIfAbsent(kind(e), _ -> new LongAdder()).increment();
        }
      }
      close();
    }

    private static String kind(IOException e) {
      return e instanceof Response.Unexpected
          ? String.valueOf(e.getMessage())
          : e.getClass().getSimpleName() + ": " + e.getMessage();
    }

    private HttpConnection connected() throws IOException {
      var open = connection;
      if (open == null || !open.usable()) {
        close();
        open = HttpConnection.to(server);
        connection = open;
      }
      return open;
    }

    /** Closes the connection of a client that waits for an answer. */
    private void giveUp() {
      givenUp = true;
      close();
    }

    private void close() {
      var open = connection;
      if (open != null) {
        open.close();
      }
    }
  }
}
