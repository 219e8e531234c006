package taskagent.dapr;

import static org.assertj.core.api.Assertions.assertThat;

import io.dapr.actors.runtime.ActorRuntime;
import io.dapr.client.DaprClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes in at the sidecar's port, with a token and without; no sidecar is needed for that. */
final class CallbacksTest {

  private static final String TOKEN = "correct horse battery staple";
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private static DaprClient client;
  private static Callbacks callbacks;

  @BeforeAll
  static void open() {
    client = Nowhere.client();
    var documents = new Documents(client, "statestore");
    var figures = new Figures();
    var outbox = new Outbox(client, "pubsub");
    var clock = Clock.systemUTC();
    var turns = new TaskTurns(documents, outbox, clock, figures);
    var actors = ActorRuntime.getInstance();
    actors.registerActor(HostedTask.class, (context, id) -> new HostedTask(context, id, turns));
    callbacks = new Callbacks(Nowhere.settings(Optional.of(TOKEN)), actors);
  }

  @AfterAll
  static void close() throws Exception {
    callbacks.close();
    client.close();
  }

  private record Reply(int status, String body) {}

  private static Reply send(String method, String path, String body, Optional<String> token)
      throws IOException, InterruptedException {
    var uri = URI.create("http://127.0.0.1:" + callbacks.port() + path);
    var request = HttpRequest.newBuilder(uri).method(method, BodyPublishers.ofString(body));
    token.ifPresent(given -> request.header("dapr-api-token", given));
    var response = HTTP.send(request.build(), BodyHandlers.ofString());
    return new Reply(response.statusCode(), response.body());
  }

  private static Reply send(String method, String path, String body)
      throws IOException, InterruptedException {
    return send(method, path, body, Optional.of(TOKEN));
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /healthz",
    "GET, /dapr/config",
    "PUT, /actors/TaskActor/t1/method/GetTask",
    "PUT, /actors/TaskActor/t1/method/remind/deadline-1",
    "DELETE, /actors/TaskActor/t1",
    "GET, /nothing",
  })
  void nobodyComesInWithoutTheToken(String method, String path)
      throws IOException, InterruptedException {
    assertThat(send(method, path, "{}", Optional.empty())).isEqualTo(new Reply(401, ""));
    for (var wrong : List.of("", "correct", TOKEN + "x", TOKEN.toUpperCase(Locale.ROOT))) {
      assertThat(send(method, path, "{}", Optional.of(wrong))).isEqualTo(new Reply(401, ""));
    }
  }

  @Test
  void withTheTokenTheSidecarLearnsWhatIsHere() throws IOException, InterruptedException {
    assertThat(send("GET", "/healthz", "").status()).isEqualTo(200);
    assertThat(send("GET", "/dapr/config", "").body()).contains("\"TaskActor\"");
  }

  @ParameterizedTest
  @CsvSource({
    "PUT, /actors/Nothing/t1/method/Run",
    "PUT, /actors/Nothing/t1/method/remind/deadline-1",
    "PUT, /actors/TaskActor/t1/method/Nothing",
    "PUT, /actors/TaskActor/t1/method/toString",
    "PUT, /actors/TaskActor/t1/method/timer/t",
    "GET, /tasks/t1",
    "GET, /dapr/subscribe",
    "GET, /metrics",
    "POST, /tasks/process",
  })
  void whatIsNotHereIs404(String method, String path) throws IOException, InterruptedException {
    assertThat(send(method, path, "{}").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"AssignTask", "UpdateStatus", "SetDeadlineReminder", "CreateTask", "Run"})
  void aTurnThatCannotBeReadIsAnsweredSo(String method) throws IOException, InterruptedException {
    for (var body : List.of("", "{", "[]", "{}", "{\"id\": 7}", "\u0000")) {
      var reply = send("PUT", "/actors/TaskActor/t1/method/" + method, body);
      assertThat(reply.status()).as(reply.body()).isEqualTo(200);
      assertThat(reply.body()).startsWith("{\"unreadable\":").doesNotContain("Exception", "java.");
    }
  }

  @Test
  void anIdThatIsNoneIsAnsweredSo() throws IOException, InterruptedException {
    assertThat(send("PUT", "/actors/TaskActor/a.b/method/GetTask", "").body())
        .startsWith("{\"unreadable\":");
  }

  @Test
  void aTurnWithoutASidecarIsUnavailable() throws IOException, InterruptedException {
    var body = "{\"id\": \"c1\", \"assignee\": \"ada\"}";
    assertThat(send("PUT", "/actors/TaskActor/t1/method/AssignTask", body).body())
        .startsWith("{\"unavailable\":");
  }

  /** Its own server, since leaving is for good. */
  @Test
  void aSidecarThatWatchesOurHealthIsToldBeforeWeEnd() throws IOException, InterruptedException {
    var leaving = new Callbacks(Nowhere.settings(Optional.of(TOKEN)), ActorRuntime.getInstance());
    var health = URI.create("http://127.0.0.1:" + leaving.port() + "/healthz");
    var request = HttpRequest.newBuilder(health).header("dapr-api-token", TOKEN).build();
    assertThat(HTTP.send(request, BodyHandlers.discarding()).statusCode()).isEqualTo(200);

    var end = Thread.ofVirtual().start(leaving::close);
    for (int i = 0; i < 4; i++) {
      Awaitility.await()
          .until(() -> HTTP.send(request, BodyHandlers.discarding()).statusCode() == 503);
    }

    assertThat(end.join(Duration.ofSeconds(5))).as("it has ended").isTrue();
  }
}
