package taskagent.dapr;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** A client of a sidecar's HTTP API, as another app on Dapr would use it. */
public final class SidecarHttp {

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final String address;

  /** Calls the sidecar at that address. */
  public SidecarHttp(String address) {
    this.address = address;
  }

  /** Sends a GET. */
  public HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return HTTP.send(
        HttpRequest.newBuilder(URI.create(address + path)).timeout(PATIENCE).build(),
        BodyHandlers.ofString());
  }

  /** Sends a DELETE. */
  public HttpResponse<String> delete(String path) throws IOException, InterruptedException {
    return HTTP.send(
        HttpRequest.newBuilder(URI.create(address + path)).timeout(PATIENCE).DELETE().build(),
        BodyHandlers.ofString());
  }

  /** Sends a POST. */
  public HttpResponse<String> post(String path, String contentType, String body)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(address + path))
            .timeout(PATIENCE)
            .header("Content-Type", contentType)
            .POST(BodyPublishers.ofString(body))
            .build();
    return HTTP.send(request, BodyHandlers.ofString());
  }

  /** Calls a method of an actor. */
  public HttpResponse<String> call(String type, String id, String method, String body)
      throws IOException, InterruptedException {
    return post(
        "/v1.0/actors/%s/%s/method/%s".formatted(type, id, method), "application/json", body);
  }
}
