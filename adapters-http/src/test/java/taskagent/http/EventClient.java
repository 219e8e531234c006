package taskagent.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A client of {@code GET /events}. */
final class EventClient implements AutoCloseable {

  /** An event. */
  record Event(String id, String type, JsonNode data) {}

  private final HttpClient client = HttpClient.newHttpClient();
  private final BufferedReader lines;

  EventClient(int port, String query, String... headers) {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/events" + query))
            .timeout(Duration.ofSeconds(30));
    try {
      var answer =
          client.send(
              (headers.length == 0 ? request : request.headers(headers)).build(),
              BodyHandlers.ofInputStream());
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("Content-Type"))
          .contains("text/event-stream; charset=utf-8");
      lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Returns the next event; null if the server has ended the stream. */
  @Nullable Event next() {
    var id = "";
    var type = "";
    var data = "";
    try {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("id: ")) {
          id = line.substring(4);
        } else if (line.startsWith("event: ")) {
          type = line.substring(7);
        } else if (line.startsWith("data: ")) {
          data = line.substring(6);
        } else if (line.isEmpty() && !data.isEmpty()) {
          return new Event(id, type, TestServer.json(data));
        }
      }
      return null;
    } catch (IOException e) {
      return null; // cut off
    }
  }

  /** Returns the next event, which must be of a type. */
  Event next(String type) {
    var event = next();
    if (event == null) {
      throw new AssertionError("the stream ended before an event " + type);
    }
    assertThat(event.type()).as("%s", event).isEqualTo(type);
    return event;
  }

  /** Returns the next event of a type, and skips others. */
  Event await(String type) {
    for (var event = next(); event != null; event = next()) {
      if (event.type().equals(type)) {
        return event;
      }
    }
    throw new AssertionError("the stream ended before an event " + type);
  }

  /** Cuts the connection. */
  @Override
  public void close() {
    client.shutdownNow();
  }
}
