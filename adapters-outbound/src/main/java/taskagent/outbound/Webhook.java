package taskagent.outbound;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;

/** Posts to one address, with a timeout. Never follows a redirect. */
final class Webhook {

  private static final Duration CONNECT = Duration.ofSeconds(3);

  private final URI address;
  private final Duration timeout;
  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(CONNECT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .version(HttpClient.Version.HTTP_1_1)
          .executor(Executors.newVirtualThreadPerTaskExecutor())
          .build();

  /**
   * Creates a webhook for an address.
   *
   * @param timeout from the start of the request to the headers of the answer
   * @throws IllegalArgumentException if the address is not an HTTP address
   */
  Webhook(URI address, Duration timeout) {
    HttpRequest.newBuilder(address); // fails now, not at the first post
    this.address = address;
    this.timeout = timeout;
  }

  /** An answer without its body. */
  record Answer(int status, HttpHeaders headers) {}

  /**
   * Posts a body.
   *
   * @throws IOException if no answer arrives in time
   */
  Answer post(String body, String contentType, Map<String, String> headers)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(address)
            .timeout(timeout)
            .header("Content-Type", contentType)
            .POST(HttpRequest.BodyPublishers.ofString(body));
    headers.forEach(request::header);
    var response = client.send(request.build(), _ -> new Unread());
    return new Answer(response.statusCode(), response.headers());
  }
}
