package taskagent.app.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * Reads server-sent events. The server sends one at least every five seconds; if none comes for
 * much longer, the connection is dead, and reading ends.
 */
final class EventLines implements AutoCloseable {

  private static final Duration SILENT = Duration.ofSeconds(20);

  /**
   * An event.
   *
   * @param id empty if it is no place to continue at
   */
  record Event(String id, String type, JsonNode data) {}

  private final InputStream in;
  private final BufferedReader lines;
  private final Thread watch;
  private volatile long heard = System.nanoTime();

  EventLines(InputStream in) {
    this.in = in;
    this.lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    this.watch = Thread.startVirtualThread(this::watch);
  }

  private void watch() {
    try {
      long left = SILENT.toNanos();
      while (left > 0) {
        Thread.sleep(Duration.ofNanos(left));
        left = heard + SILENT.toNanos() - System.nanoTime();
      }
      in.close();
    } catch (InterruptedException | IOException e) {
      Thread.currentThread().interrupt(); // it is closed already
    }
  }

  /** Returns the next event; empty if the connection has ended. */
  Optional<Event> next() {
    var id = "";
    var type = "";
    try {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        heard = System.nanoTime();
        if (line.startsWith("id: ")) {
          id = line.substring(4);
        } else if (line.startsWith("event: ")) {
          type = line.substring(7);
        } else if (line.startsWith("data: ")) {
          return Optional.of(new Event(id, type, ServerAnswer.JSON.readTree(line.substring(6))));
        }
      }
    } catch (JsonProcessingException e) {
      throw new ClientCommandFailed(ExitCode.FAILED, "an event of the server is no JSON");
    } catch (IOException e) {
      return Optional.empty(); // cut off
    }
    return Optional.empty();
  }

  @Override
  public void close() {
    watch.interrupt();
    try {
      in.close();
    } catch (IOException e) {
      return; // it has ended
    }
  }
}
