package taskagent.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** An open stream of changes, and what it has said so far. */
final class ChangeStream implements AutoCloseable {

  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private final HttpResponse<Stream<String>> answer;
  private final List<String> events = new CopyOnWriteArrayList<>();

  /** Opens the stream at an address. */
  ChangeStream(String address) {
    try {
      answer =
          client.send(HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.ofLines());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
    Thread.startVirtualThread(this::read);
  }

  private void read() {
    var type = new String[] {""};
    try (var lines = answer.body()) {
      lines.forEach(
          line -> {
            if (line.startsWith("event: ")) {
              type[0] = line.substring(7);
            } else if (line.startsWith("data: ")) {
              events.add(type[0] + " " + line.substring(6));
            }
          });
    } catch (UncheckedIOException e) {
      events.add("closed: " + e.getMessage());
    }
  }

  int status() {
    return answer.statusCode();
  }

  /** Returns the events: the name, a space, and the data. */
  List<String> events() {
    return List.copyOf(events);
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
