package taskagent.acceptance.server;

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

/** A client of one address: blocking, HTTP/1.1, and never waiting for ever. */
public final class Client {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(70);

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final String address;
  private final Duration patience;

  /** A client of the server there. */
  public Client(String address) {
    this(address, PATIENCE);
  }

  /** A client that waits only so long for an answer. */
  public Client(String address, Duration patience) {
    this.address = address;
    this.patience = patience;
  }

  /**
   * What was answered.
   *
   * @param text the body as it came
   * @param json the same, read; missing if there is none
   */
  public record Answer(int status, HttpHeaders headers, String text, JsonNode json) {

    /** A header's first value, or an empty text. */
    public String header(String name) {
      return headers.firstValue(name).orElse("");
    }
  }

  /** Reads. */
  public Answer get(String path) throws IOException {
    return send(request(path).GET());
  }

  /** Deletes. */
  public Answer delete(String path) throws IOException {
    return send(request(path).DELETE());
  }

  /** Posts JSON, with more headers as name and value by turns. */
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

  /** Posts anything. */
  public Answer post(String path, String contentType, byte[] body) throws IOException {
    return send(
        request(path).header("Content-Type", contentType).POST(BodyPublishers.ofByteArray(body)));
  }

  /** A JSON object of names and values. */
  public static String json(Map<String, ?> fields) {
    return JSON.valueToTree(fields).toString();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(address + path)).timeout(patience);
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
