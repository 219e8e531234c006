package taskagent.acceptance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/** The HTTP API as a client sees it. */
final class ApiClient {

  static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client = HttpClient.newHttpClient();
  private final Supplier<String> address;
  private final Lock request;

  ApiClient(Supplier<String> address) {
    this(address, new ReentrantReadWriteLock().readLock());
  }

  /** Creates a client that holds a lock during each request. */
  ApiClient(Supplier<String> address, Lock request) {
    this.address = address;
    this.request = request;
  }

  /** An answer. An empty body is a null node. */
  record Answer(int status, JsonNode body) {}

  Answer get(String path) {
    return send(() -> request(path).GET());
  }

  Answer delete(String path) {
    return send(() -> request(path).DELETE());
  }

  Answer post(String path, ObjectNode body, Map<String, String> headers) {
    return send(
        () -> {
          var post =
              request(path)
                  .header("Content-Type", "application/json")
                  .POST(HttpRequest.BodyPublishers.ofString(body.toString()));
          headers.forEach(post::header);
          return post;
        });
  }

  Answer post(String path, ObjectNode body) {
    return post(path, body, Map.of());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(address.get() + path)).timeout(Duration.ofSeconds(70));
  }

  /** The address is asked for under the lock, because a restart may change it. */
  private Answer send(Supplier<HttpRequest.Builder> builder) {
    request.lock();
    try {
      var answer = client.send(builder.get().build(), HttpResponse.BodyHandlers.ofString());
      return new Answer(answer.statusCode(), json(answer.body()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } finally {
      request.unlock();
    }
  }

  private static JsonNode json(String body) throws JsonProcessingException {
    return JSON.readTree(body.isEmpty() ? "null" : body);
  }
}
