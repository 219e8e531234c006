package taskagent.testing.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

/** A blocking HTTP/1.1 client of one address. Each request has a timeout. */
public final class JsonHttpClient {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration TIMEOUT = Duration.ofSeconds(70);

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final String address;
  private final Duration timeout;

  /** Creates a client of the server at an address. */
  public JsonHttpClient(String address) {
    this(address, TIMEOUT);
  }

  /** Creates a client with a timeout for each request. */
  public JsonHttpClient(String address, Duration timeout) {
    this.address = address;
    this.timeout = timeout;
  }

  /**
   * An answer.
   *
   * @param text the body as text
   * @param json the body as JSON; a missing node if it is not JSON
   */
  public record Answer(int status, HttpHeaders headers, String text, JsonNode json) {

    /** Returns the first value of a header, or an empty text. */
    public String header(String name) {
      return headers.firstValue(name).orElse("");
    }
  }

  /** Sends a GET request. */
  public Answer get(String path) throws IOException {
    return send(request(path).GET());
  }

  /** Sends a DELETE request. */
  public Answer delete(String path) throws IOException {
    return send(request(path).DELETE());
  }

  /** Posts JSON, with further headers as name, value, name, value, and so on. */
  public Answer post(String path, String json, String... headers) throws IOException {
    var request =
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request);
  }

  /** Posts a body of any type. */
  public Answer post(String path, String contentType, byte[] body) throws IOException {
    return send(
        request(path).header("Content-Type", contentType).POST(BodyPublishers.ofByteArray(body)));
  }

  /** Returns a JSON object with these fields. */
  public static String json(Map<String, ?> fields) {
    return JSON.valueToTree(fields).toString();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(address + path)).timeout(timeout);
  }

  private Answer send(HttpRequest.Builder request) throws IOException {
    try {
      var answer = http.send(request.build(), BodyHandlers.ofString());
      var text = answer.body();
      return new Answer(answer.statusCode(), answer.headers(), text, read(answer.headers(), text));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static JsonNode read(HttpHeaders headers, String text) throws IOException {
    boolean json = headers.allValues("Content-Type").stream().anyMatch(t -> t.contains("json"));
    return json && !text.isEmpty() ? JSON.readTree(text) : JSON.missingNode();
  }
}
