package taskagent.app.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP API of a server. Requests are repeated when they got no answer or the server was busy.
 * This is safe: changes carry an {@code Idempotency-Key}.
 */
final class ServerApi implements AutoCloseable {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final HttpClient http;
  private final URI address;
  private final Optional<String> token;
  private final RequestRetries retries;
  private final Consumer<String> notes;

  /**
   * Creates a client of a server.
   *
   * @param address where the server is, without a slash at the end
   * @param token says who calls; empty if the server asks nobody
   * @param notes receives a line for the user before a request is repeated
   */
  ServerApi(URI address, Optional<String> token, RequestRetries retries, Consumer<String> notes) {
    this.http = client(address);
    this.address = address;
    this.token = token;
    this.retries = retries;
    this.notes = notes;
  }

  /**
   * Loads the classes that a request needs. A thread can do that while another one reads the
   * command line, which takes as long.
   */
  static void prepare() {
    try (var _ = HttpClient.newBuilder().sslContext(new NoTls()).build()) {
      boolean _ =
          new ServerAnswer(200, HttpHeaders.of(Map.of(), (_, _) -> true), "{}").body().isEmpty();
    }
  }

  private static HttpClient client(URI address) {
    var builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5));
    return address.getScheme().equalsIgnoreCase("https")
        ? builder.build()
        : builder.sslContext(new NoTls()).build();
  }

  URI address() {
    return address;
  }

  /** Sends a GET request, with further headers as name, value, name, value, and so on. */
  ServerAnswer get(String path, String... headers) {
    return repeat(request(path, TIMEOUT, headers).GET().build());
  }

  /** Opens a stream of events. */
  EventLines events(String path) {
    var request = request(path, TIMEOUT).GET().build();
    var opened = new AtomicReference<@Nullable InputStream>();
    var answer = repeat(() -> open(request, opened));
    var events = opened.get();
    if (answer.unknownPath()) {
      throw new ClientCommandFailed(
          ExitCode.FAILED, "this server has no stream of changes; it is older than this command");
    }
    if (events == null) {
      throw answer.failure();
    }
    return new EventLines(events);
  }

  private ServerAnswer open(HttpRequest request, AtomicReference<@Nullable InputStream> opened)
      throws IOException {
    var answer = send(request, BodyHandlers.ofInputStream());
    if (answer.statusCode() == 200) {
      opened.set(answer.body());
      return new ServerAnswer(200, answer.headers(), "");
    }
    try (var body = answer.body()) {
      var text = new String(body.readAllBytes(), StandardCharsets.UTF_8);
      return new ServerAnswer(answer.statusCode(), answer.headers(), text);
    }
  }

  /** Sends a GET request that the server answers after so long at the latest. */
  ServerAnswer getWithin(Duration wait, String path) {
    return repeat(request(path, wait.plus(TIMEOUT)).GET().build());
  }

  /** Sends a GET request once. */
  ServerAnswer getOnce(String path) throws IOException {
    return once(request(path, Duration.ofSeconds(10)).GET().build());
  }

  /** Sends a change under a key, with a body if it has one. */
  ServerAnswer post(String path, @Nullable JsonNode body, String key) {
    var request = request(path, TIMEOUT, "Idempotency-Key", key);
    return repeat(
        body == null
            ? request.POST(BodyPublishers.noBody()).build()
            : request
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.toString()))
                .build());
  }

  /** Sends a DELETE request. */
  ServerAnswer delete(String path, String key) {
    return repeat(request(path, TIMEOUT, "Idempotency-Key", key).DELETE().build());
  }

  /** Ends the client's thread. The JVM would wait 300 ms for it at the end of the process. */
  @Override
  public void close() {
    http.close();
  }

  /** Returns a text as it can stand in the query of an address. */
  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private HttpRequest.Builder request(String path, Duration timeout, String... headers) {
    var request = HttpRequest.newBuilder(URI.create(address + path)).timeout(timeout);
    token.ifPresent(shown -> request.header("Authorization", "Bearer " + shown));
    return headers.length == 0 ? request : request.headers(headers);
  }

  /** Sends a request once. */
  @FunctionalInterface
  private interface Attempt {
    ServerAnswer send() throws IOException;
  }

  private ServerAnswer repeat(HttpRequest request) {
    return repeat(() -> once(request));
  }

  private ServerAnswer repeat(Attempt attempt) {
    for (int made = 1; ; made++) {
      try {
        var answer = attempt.send();
        var wait =
            RequestRetries.repeats(answer.status())
                ? retries.waitAfter(made, answer.retryAfter())
                : Optional.<Duration>empty();
        if (wait.isEmpty()) {
          return answer;
        }
        waitFor(wait.get(), String.valueOf(answer.failure().getMessage()));
      } catch (IOException e) {
        var wait = retries.waitAfter(made, Optional.empty());
        if (wait.isEmpty()) {
          throw new ClientCommandFailed(
              ExitCode.UNREACHABLE,
              reason(e) + ". Is the server running? Name another one with --url.");
        }
        waitFor(wait.get(), reason(e));
      }
    }
  }

  private ServerAnswer once(HttpRequest request) throws IOException {
    var answer = send(request, BodyHandlers.ofString());
    return new ServerAnswer(answer.statusCode(), answer.headers(), answer.body());
  }

  private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> body)
      throws IOException {
    try {
      return http.send(request, body);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClientCommandFailed(ExitCode.FAILED, "interrupted");
    }
  }

  /** Says why there is no answer. */
  String reason(IOException e) {
    var where = "cannot reach " + address + ": ";
    return switch (e) {
      case HttpTimeoutException _ -> where + "no answer in time";
      case ConnectException _ -> where + (unknownHost(e) ? "no such host" : "no connection");
      case SSLException _ -> where + PlainText.oneLine(String.valueOf(e.getMessage()));
      default -> where + "the connection was lost";
    };
  }

  private static boolean unknownHost(@Nullable Throwable e) {
    return e != null && (e instanceof UnresolvedAddressException || unknownHost(e.getCause()));
  }

  private void waitFor(Duration wait, String why) {
    notes.accept(why + "; trying again in " + HumanTime.length(wait));
    Pause.of(wait);
  }
}
