package taskagent.http.server;

import static java.lang.System.Logger.Level.DEBUG;

import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import taskagent.domain.port.Metric;
import taskagent.http.answer.Streaming;
import taskagent.http.connection.Connection;

/**
 * The streams that are open. Each has a thread that mostly waits for something to send. It is
 * interrupted when its client disconnects, and when the server closes.
 */
public final class OpenStreams implements AutoCloseable {

  private static final System.Logger LOGGER = System.getLogger("taskagent.http");

  private final ConcurrencyLimit places;
  private final LongAdder refused = new LongAdder();
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
  private volatile boolean closing;

  /** Creates so many places. */
  public OpenStreams(int places) {
    this.places = new ConcurrencyLimit(places);
  }

  /** Returns the metrics of streams. */
  public List<Metric> metrics() {
    return List.of(
        Metric.gauge("taskagent_streams", "Open streams of changes.", places::inside),
        Metric.counter(
            "taskagent_streams_refused_total",
            "Streams that were refused, because the most allowed were open.",
            refused::sum));
  }

  /** Returns true if there was a free place; the caller must then {@link #leave}. */
  boolean enter() {
    boolean entered = !closing && places.enter();
    if (!entered) {
      refused.increment();
    }
    return entered;
  }

  void leave() {
    places.leave();
  }

  /** Sends a stream until it ends. The connection must be closed then. */
  void send(Streaming stream, ServerResponse response) {
    var thread = Thread.currentThread();
    threads.add(thread);
    var connection = Connection.current();
    connection.ifPresent(open -> open.whenGone(thread::interrupt));
    try (var out = response.outputStream()) {
      send(
          stream,
          bytes -> {
            connection.ifPresent(Connection::beginWait);
            write(out, bytes);
            connection.ifPresent(Connection::endWait);
          });
    } catch (IOException | RuntimeException e) { // Helidon has several exceptions for it
      LOGGER.log(DEBUG, "a stream ends: {0}", e.getMessage());
    } finally {
      threads.remove(thread);
    }
  }

  private void send(Streaming stream, Streaming.Sink client) {
    try {
      if (!closing) { // else close() may not have seen this thread
        stream.send(client);
      }
    } catch (InterruptedException e) { // the reason to end is known
      LOGGER.log(DEBUG, "a stream ends");
    }
  }

  private static void write(OutputStream out, byte[] bytes) {
    try {
      out.write(bytes);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends all streams, and refuses new ones. */
  @Override
  public void close() {
    closing = true;
    threads.forEach(Thread::interrupt);
  }
}
