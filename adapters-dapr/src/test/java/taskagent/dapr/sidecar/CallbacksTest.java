package taskagent.dapr.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import io.dapr.actors.runtime.ActorRuntime;
import io.dapr.client.DaprClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.text.MessageFormat;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import taskagent.dapr.NoSidecar;
import taskagent.dapr.actor.ActorStates;
import taskagent.dapr.actor.ActorTypes;
import taskagent.dapr.actor.Deadlines;
import taskagent.dapr.change.ChangeRecords;
import taskagent.dapr.event.PubsubOutbox;
import taskagent.dapr.metric.EngineMetrics;
import taskagent.dapr.store.Documents;
import taskagent.dapr.store.Removals;
import taskagent.domain.contract.RecordedLog;
import taskagent.domain.conversation.RuleBasedResponder;
import taskagent.domain.engine.Retention;
import taskagent.domain.port.Activity;

/** Calls on the sidecar's port, with and without the token. These tests need no sidecar. */
final class CallbacksTest {

  private static final String TOKEN = "correct horse battery staple";
  private static final AtomicBoolean USABLE = new AtomicBoolean(true);
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private static DaprClient client;
  private static Callbacks callbacks;

  @BeforeAll
  static void open() {
    client = NoSidecar.client();
    var documents = new Documents(client, "statestore");
    var outbox = new PubsubOutbox(client, "pubsub");
    var clock = Clock.systemUTC();
    var actors = ActorRuntime.getInstance();
    new ActorTypes(
            documents,
            new Removals(documents, Retention.DEFAULT, clock),
            new Deadlines(documents),
            outbox,
            ChangeRecords.among(documents, Retention.DEFAULT, clock),
            ActorStates.none(),
            clock,
            new RuleBasedResponder(),
            10,
            Activity.none())
        .register(actors, new EngineMetrics());
    callbacks = new Callbacks("127.0.0.1", 0, Optional.of(TOKEN), actors, USABLE::get);
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
  void callsWithoutTheTokenAreRejected(String method, String path)
      throws IOException, InterruptedException {
    assertThat(send(method, path, "{}", Optional.empty())).isEqualTo(new Reply(401, ""));
    for (var wrong : List.of("", "correct", TOKEN + "x", TOKEN.toUpperCase(Locale.ROOT))) {
      assertThat(send(method, path, "{}", Optional.of(wrong))).isEqualTo(new Reply(401, ""));
    }
  }

  @Test
  void withTheTokenTheSidecarGetsTheActorTypes() throws IOException, InterruptedException {
    assertThat(send("GET", "/healthz", "").status()).isEqualTo(200);
    assertThat(send("GET", "/dapr/config", "").body()).contains("\"TaskActor\"");
  }

  @Test
  void turnsAreCounted() throws IOException, InterruptedException {
    long before = callbacks.turns();
    send("PUT", "/actors/TaskActor/t1/method/remind/deadline-1", "{}");
    assertThat(callbacks.turns()).isGreaterThan(before);
  }

  @ParameterizedTest
  @CsvSource({
    "PUT, /actors/Nothing/t1/method/Run",
    "PUT, /actors/Nothing/t1/method/remind/deadline-1",
    "PUT, /actors/TaskActor/t1/method/Nothing",
    "PUT, /actors/TaskActor/t1/method/toString",
    "PUT, /actors/TaskActor/t1/method/timer/t",
    "GET, /dapr/subscribe",
    "GET, /dapr/nothing",
  })
  void anUnknownPathIs404(String method, String path) throws IOException, InterruptedException {
    assertThat(send(method, path, "{}").status()).isEqualTo(404);
  }

  @Test
  void requestsOfOtherAppsAreUnavailableUntilSomebodyAnswersThem()
      throws IOException, InterruptedException {
    try (var early =
        new Callbacks("127.0.0.1", 0, Optional.of(TOKEN), ActorRuntime.getInstance(), () -> true)) {
      var uri = URI.create("http://127.0.0.1:" + early.port() + "/tasks/t1");
      var request = HttpRequest.newBuilder(uri).header("dapr-api-token", TOKEN).build();
      assertThat(HTTP.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(503);

      early.serve((asked, response) -> response.send("it asks for " + asked.path().path()));
      assertThat(HTTP.send(request, BodyHandlers.ofString()).body())
          .isEqualTo("it asks for /tasks/t1");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"AssignTask", "UpdateStatus", "SetDeadlineReminder", "CreateTask"})
  void aMalformedCommandOfAnotherAppFails(String method) throws IOException, InterruptedException {
    for (var body : List.of("", "{", "[]", "{\"id\": 7}", "\u0000")) {
      var reply = send("PUT", "/actors/TaskActor/t1/method/" + method, body);
      assertThat(reply.status()).as(reply.body()).isEqualTo(400);
      assertThat(reply.body()).startsWith("{\"message\":").doesNotContain("Exception", "java.");
    }
  }

  @Test
  void anUnreadableListOfCommandsIsAnsweredAsUnreadable() throws IOException, InterruptedException {
    for (var body : List.of("", "{", "[]", "{}", "{\"id\": 7}", "\u0000")) {
      var reply = send("PUT", "/actors/TaskActor/t1/method/Run", body);
      assertThat(reply.status()).as(reply.body()).isEqualTo(200);
      assertThat(reply.body()).startsWith("{\"unreadable\":").doesNotContain("Exception", "java.");
    }
  }

  @Test
  void anInvalidIdIsMalformed() throws IOException, InterruptedException {
    assertThat(send("PUT", "/actors/TaskActor/a.b/method/GetTask", "").status()).isEqualTo(400);
  }

  @Test
  void aTurnWithoutASidecarIsUnavailable() throws IOException, InterruptedException {
    assertThat(send("PUT", "/actors/TaskActor/t1/method/AssignTask", "\"ada\"").status())
        .isEqualTo(503);
    var start = "{\"format\": 1, \"commands\": [{\"command\": \"start\", \"id\": \"c1\"}]}";
    assertThat(send("PUT", "/actors/TaskActor/t1/method/Run", start).body())
        .startsWith("{\"unavailable\":");
  }

  @Test
  void logsThatAnActorIsActivatedAndDeactivated() throws IOException, InterruptedException {
    try (var log = new RecordedLog("taskagent.dapr.actor", Level.INFO)) {
      send("PUT", "/actors/TaskActor/logged-1/method/GetTask", "");
      assertThat(lines(log)).contains("TaskActor activated {task=logged-1}");
      send("DELETE", "/actors/TaskActor/logged-1", "");
      assertThat(lines(log)).contains("TaskActor deactivated {task=logged-1}");
    }
  }

  /** Returns the messages at level INFO, with their fields. */
  private static List<String> lines(RecordedLog log) {
    return log.records().stream()
        .filter(line -> line.getLevel().equals(Level.INFO))
        .map(line -> MessageFormat.format("{0} {1}", line.getParameters()))
        .toList();
  }

  @Test
  void aReplicaWithoutAStoreIsUnhealthySoThatOthersHostItsActors() throws Exception {
    USABLE.set(false);
    try {
      assertThat(send("GET", "/healthz", "").status()).isEqualTo(503);
    } finally {
      USABLE.set(true);
    }
    assertThat(send("GET", "/healthz", "").status()).isEqualTo(200);
  }

  /** Uses a server of its own, because a server that leaves stays unhealthy. */
  @Test
  void aSidecarThatChecksOurHealthNoticesBeforeWeStop() throws IOException, InterruptedException {
    var leaving =
        new Callbacks("127.0.0.1", 0, Optional.of(TOKEN), ActorRuntime.getInstance(), () -> true);
    var health = URI.create("http://127.0.0.1:" + leaving.port() + "/healthz");
    var request = HttpRequest.newBuilder(health).header("dapr-api-token", TOKEN).build();
    assertThat(HTTP.send(request, BodyHandlers.discarding()).statusCode()).isEqualTo(200);

    var end = Thread.ofVirtual().start(leaving::close);
    for (int i = 0; i < 6; i++) {
      Awaitility.await()
          .until(() -> HTTP.send(request, BodyHandlers.discarding()).statusCode() == 503);
    }

    assertThat(end.join(Duration.ofSeconds(5))).as("the server has stopped").isTrue();
  }
}
