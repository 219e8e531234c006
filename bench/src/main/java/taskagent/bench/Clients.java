package taskagent.bench;

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

/**
 * Clients that do the same over and over, each on a thread and a connection of its own: it sends
 * its next request when the last is answered.
 */
final class Clients {

  /** What a client does each time. It fails with an IOException if an answer is wrong. */
  @FunctionalInterface
  interface Operation {

    /**
     * Does it.
     *
     * @param accepted to be run when the server has accepted it, if it does it later
     */
    void run(HttpConnection connection, Runnable accepted) throws IOException;
  }

  /** Is told of each operation that went well, on its client's thread, by {@code nanoTime}. */
  @FunctionalInterface
  interface Times {

    /**
     * It went well.
     *
     * @param accepted when the server accepted it; as {@code ended}, if it did it at once
     */
    void took(long started, long accepted, long ended);
  }

  /** A client that fails more often gives up: what it measures is not the server. */
  private static final int FAILURES_AT_MOST = 100;

  /** How long the last answers may take before their connections are closed. */
  private static final long LAST_ANSWERS_NANOS = TimeUnit.SECONDS.toNanos(40);

  private final InetSocketAddress server;
  private final BooleanSupplier goOn;
  private final List<Client> clients = new ArrayList<>();
  private final Map<String, LongAdder> failures = new ConcurrentHashMap<>();

  /**
   * No clients yet.
   *
   * @param goOn whether a client shall do its operation once more
   */
  Clients(InetSocketAddress server, BooleanSupplier goOn) {
    this.server = server;
    this.goOn = goOn;
  }

  /** Has a client begin. */
  void start(Operation operation, Times times) {
    var client = new Client(operation, times);
    clients.add(client);
    client.thread.start();
  }

  /** Waits until all clients are done, and tells how often what went wrong. */
  Map<String, Long> join(long untilNanos) throws InterruptedException {
    long patience = untilNanos + LAST_ANSWERS_NANOS;
    for (var client : clients) {
      long millis = TimeUnit.NANOSECONDS.toMillis(patience - System.nanoTime());
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
      while (!givenUp && failed < FAILURES_AT_MOST && goOn.getAsBoolean()) {
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

    /** Its server does not answer: the connection is closed under it. */
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
