package taskagent.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import taskagent.domain.processing.Workflow;
import taskagent.domain.processing.WorkflowId;
import taskagent.domain.task.TaskId;
import taskagent.domain.task.TaskStatus;
import taskagent.domain.view.RunSummary;

/** The stream of changes as HTTP sends it (specification §14). */
@Timeout(60)
final class EventRoutesTest {

  private final MemoryFeed feed = new MemoryFeed(100);
  private final TestServer server = TestServer.with(settings -> settings.withMaxStreams(2), feed);

  @AfterEach
  void stop() {
    server.close();
  }

  private EventClient open(String query, String... headers) {
    return new EventClient(server.server.port(), query, headers);
  }

  @Test
  void itBeginsWithWhereItIsAndThenSaysWhatChanges() {
    feed.save("a", TaskStatus.PENDING);
    try (var client = open("")) {
      var counts = client.next("counts");
      assertThat(counts.id()).isEmpty();
      assertThat(counts.data().path("tasks").path("pending").asInt()).isEqualTo(1);
      assertThat(counts.data().path("tasks").path("overdue").asInt()).isZero();
      var bookmark = client.next("bookmark");
      assertThat(bookmark.id()).isEqualTo("e-1.1");
      assertThat(bookmark.data().path("time").asText())
          .isEqualTo(server.clock.instant().toString());
      assertThat(bookmark.data().path("as_of").toString())
          .isEqualTo("{\"seq\":1,\"position\":\"e-1.1\",\"lag_ms\":20}");
      assertThat(bookmark.data().path("stale").asBoolean()).isFalse();
      feed.save("a", TaskStatus.ASSIGNED);
      var upsert = client.next("upsert");
      assertThat(upsert.id()).isEqualTo("e-1.2");
      assertThat(upsert.data().path("task").path("task_id").asText()).isEqualTo("a");
      assertThat(upsert.data().path("task").path("status").asText()).isEqualTo("assigned");
      var next = client.next("counts");
      assertThat(next.data().path("tasks").path("pending").asInt()).isZero();
      assertThat(next.data().path("tasks").path("assigned").asInt()).isEqualTo(1);
    }
    assertThat(server.get("/metrics").body())
        .contains("taskagent_stream_events_total{type=\"upsert\"} 1.0")
        .contains("taskagent_stream_events_total{type=\"reset\"} 0.0");
  }

  @Test
  void aFilteredStreamSaysWhatEntersAndLeavesItsList() {
    try (var client = open("?of=tasks&q=status:open")) {
      client.next("counts");
      client.next("bookmark");
      feed.save("closed", TaskStatus.CANCELLED);
      feed.save("a", TaskStatus.PENDING);
      feed.save("a", TaskStatus.COMPLETED);
      feed.save("a", TaskStatus.COMPLETED);
      feed.save("b", TaskStatus.PENDING);
      assertThat(client.await("upsert").id()).isEqualTo("e-1.2");
      var leave = client.await("leave");
      assertThat(leave.id()).isEqualTo("e-1.3");
      assertThat(leave.data().toString()).isEqualTo("{\"task_id\":\"a\"}");
      assertThat(client.await("upsert").id()).isEqualTo("e-1.5");
    }
  }

  @Test
  void workflowsHaveTheirOwnEvents() {
    var run =
        new RunSummary(
            WorkflowId.of(new TaskId("a")),
            new TaskId("a"),
            Workflow.Status.RUNNING,
            Optional.empty(),
            Optional.of("notify"),
            1,
            Optional.of("retry"),
            Instant.EPOCH,
            Instant.EPOCH);
    try (var workflows = open("?of=workflows&q=waiting:retry");
        var both = open("?of=workflows,tasks")) {
      workflows.next("bookmark");
      both.await("bookmark");
      feed.save("a", TaskStatus.PENDING);
      feed.save(run);
      var upsert = workflows.next("upsert");
      assertThat(upsert.data().path("workflow").path("workflow_id").asText())
          .isEqualTo("task-workflow-a");
      assertThat(both.await("upsert").data().has("task")).isTrue();
      assertThat(both.await("upsert").data().has("workflow")).isTrue();
    }
  }

  @Test
  void aClientThatConnectsAgainMissesNothingAndGetsNothingTwice() {
    var seen = new ArrayList<String>();
    var last = "";
    for (int round = 0; round < 5; round++) {
      try (var client =
          last.isEmpty() ? open("?since=e-1.0") : open("?since=e-1.0", "Last-Event-ID", last)) {
        for (int i = 0; i < 4; i++) {
          feed.save("t" + (4 * round + i), TaskStatus.PENDING);
        }
        for (int i = 0; i < 3; i++) { // one event is under way when the connection is cut
          var upsert = client.await("upsert");
          seen.add(upsert.data().path("task").path("task_id").asText());
          last = upsert.id();
        }
      }
    }
    try (var client = open("?since=" + last)) {
      while (seen.size() < 20) {
        seen.add(client.await("upsert").data().path("task").path("task_id").asText());
      }
    }
    assertThat(seen).isEqualTo(IntStream.range(0, 20).mapToObj(i -> "t" + i).toList());
  }

  @ParameterizedTest
  @CsvSource({"e-1.0", "e-1.100000", "e-2.120"})
  void aPositionThatIsNotThereResetsTheClient(String position) {
    for (int i = 0; i < 120; i++) {
      feed.save("t" + i, TaskStatus.PENDING);
    }
    try (var client = open("", "Last-Event-ID", position)) {
      var reset = client.next("reset");
      assertThat(reset.id()).isEqualTo("e-1.120");
      assertThat(reset.data().toString()).isEqualTo("{}");
      client.next("counts");
      client.next("bookmark");
      feed.save("next", TaskStatus.PENDING);
      assertThat(client.next("upsert").id()).isEqualTo("e-1.121");
    }
  }

  @Test
  void aClientThatDoesNotReadIsResetAndNothingIsKeptForIt() {
    try (var slow = server.connect()) {
      slow.send("GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n");
      await().until(() -> feed.reads() > 0);
      var description = "d".repeat(100_000);
      int saved = 0;
      // The buffers of the sockets take several megabytes until the stream waits for its client.
      for (int before = -1; before != feed.reads() || saved < 300; saved++) {
        before = feed.reads();
        feed.save(MemoryFeed.task("t" + saved, TaskStatus.PENDING, description));
      }
      feed.save("last", TaskStatus.PENDING);
      var text = slow.readUntil("event: reset");
      assertThat(text.split("event: upsert", -1)).hasSizeLessThan(saved);
    }
    assertThat(server.get("/health/live").statusCode()).isEqualTo(200);
  }

  @Test
  void aClientThatLeavesGivesItsPlaceBack() {
    var first = open("");
    var second = open("");
    first.await("bookmark");
    second.await("bookmark");
    var refused = server.get("/events");
    assertThat(TestServer.problem(refused, 503).path("detail").asText())
        .isEqualTo("The server has reached its limit of open streams.");
    assertThat(refused.headers().firstValue("Retry-After")).contains("5");
    assertThat(server.get("/tasks/none").statusCode()).as("others are served").isEqualTo(404);
    assertThat(metric("taskagent_streams ")).isEqualTo("2.0");
    first.close();
    await().until(() -> metric("taskagent_streams "), "1.0"::equals);
    assertThat(metric("taskagent_streams_refused_total ")).isEqualTo("1.0");
    try (var third = open("")) {
      third.await("bookmark");
    }
    second.close();
  }

  private String metric(String name) {
    return server
        .get("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(name.length()))
        .findFirst()
        .orElse("none");
  }

  @Test
  void streamsEndWhenTheServerCloses() throws Exception {
    try (var patient =
            TestServer.with(settings -> settings.withDrainTimeout(Duration.ofSeconds(30)), feed);
        var client = new EventClient(patient.server.port(), "")) {
      client.await("bookmark");
      var closed = CompletableFuture.runAsync(patient.server::close, Thread::startVirtualThread);
      var events = new ArrayList<EventClient.Event>();
      for (var event = client.next(); event != null; event = client.next()) {
        events.add(event);
      }
      assertThat(events).isEmpty();
      closed.get(25, TimeUnit.SECONDS);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ?q=state:x                    | /q                 | Column 1. "state" is not a qualifier. Use one of: status, assignee, due, created, updated. Put a text with a colon in quotes.
          ?of=workflows&q=assignee:ada  | /q                 | Column 1. "assignee" is not a qualifier. Use one of: status, outcome, task, step, waiting, attempts, created, updated. Put a text with a colon in quotes.
          ?of=tasks,workflows&q=abc     | /q                 | q needs of=tasks or of=workflows, because both have other terms
          ?of=projects                  | /of                | of must be tasks, workflows, or tasks,workflows
          ?sort=due                     | /sort              | sort is not a parameter of this stream; use one of: q, of, since
          ?q=abc&q=abd                  | /q                 | q must not be given twice
          ?since=4711                   | /since             | since must be the id of an event, or the position of a list
          """)
  void otherParametersAreRefused(String query, String pointer, String message) {
    var errors = TestServer.problem(server.get("/events" + query), 422).path("errors");
    assertThat(errors).hasSize(1);
    assertThat(errors.path(0).path("pointer").asText()).isEqualTo(pointer);
    assertThat(errors.path(0).path("message").asText()).isEqualTo(message);
  }

  @Test
  void everythingThatIsWrongIsNamedAtOnce() {
    var answer = server.get("/events?q=status:x&of=y&since=z&limit=5", "Last-Event-ID", "what?");
    assertThat(TestServer.problem(answer, 422).path("errors").findValuesAsText("pointer"))
        .containsExactlyInAnyOrder("/limit", "/of", "/since", "/Last-Event-ID");
  }

  @Test
  void headHasTheSameHeadersAndNoStream() {
    var head = server.send("HEAD", "/events", BodyPublishers.noBody());
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.headers().firstValue("Content-Type"))
        .contains("text/event-stream; charset=utf-8");
    TestServer.problem(server.post("/events"), 405);
  }

  @Test
  void thereIsNoStreamBeforeThereAreLists() {
    feed.building(true);
    var answer = server.get("/events");
    TestServer.problem(answer, 503);
    assertThat(answer.headers().firstValue("Retry-After")).contains("2");
    try (var dapr = TestServer.start()) {
      assertThat(TestServer.problem(dapr.get("/events?x=y"), 501).path("detail").asText())
          .isEqualTo(
              "This server has no lists to follow, because it cannot use its data folder; see its log.");
    }
  }

  @Test
  void foreignHostsGetNoStream() {
    assertThat(
            server.raw("GET /events HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 421 ");
    assertThat(List.of(metric("taskagent_streams "))).containsExactly("0.0");
  }
}
