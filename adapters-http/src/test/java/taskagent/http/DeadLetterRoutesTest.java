package taskagent.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import taskagent.domain.port.DeadLetters;
import taskagent.domain.port.EventPublisher.Event;

class DeadLetterRoutesTest {

  private final InMemoryDeadLetters letters = new InMemoryDeadLetters();

  private TestServer server() {
    for (long number : new long[] {3, 7, 9}) {
      letters.add(
          new DeadLetters.DeadLetter(
              number,
              new Event(
                  "t" + number + "/1",
                  "task-events",
                  "task.created",
                  "t" + number,
                  Instant.EPOCH,
                  "{\"title\":\"A\"}"),
              Instant.EPOCH.plusSeconds(60),
              12,
              "the subscriber answered 400"));
    }
    return TestServer.with(letters);
  }

  @Test
  void theyAreListedPageByPage() {
    try (var server = server()) {
      var first = TestServer.json(server.get("/dead-letters?limit=2"));
      assertThat(first.path("items")).hasSize(2);
      assertThat(first.path("items").path(0).path("dead_letter_id").asText()).isEqualTo("3");
      assertThat(first.path("items").path(0).path("event_id").asText()).isEqualTo("t3/1");
      assertThat(first.path("items").path(0).path("attempts").asInt()).isEqualTo(12);
      assertThat(first.path("items").path(0).has("data")).isFalse();

      var second =
          TestServer.json(server.get("/dead-letters?limit=2&after=" + first.path("next").asText()));
      assertThat(second.path("items")).hasSize(1);
      assertThat(second.path("next").isNull()).isTrue();
    }
  }

  @Test
  void oneIsShownWithItsContent() {
    try (var server = server()) {
      var shown = TestServer.json(server.get("/dead-letters/7"));
      assertThat(shown.path("data").path("title").asText()).isEqualTo("A");
      assertThat(shown.path("reason").asText()).isEqualTo("the subscriber answered 400");
      assertThat(TestServer.problem(server.get("/dead-letters/8"), 404).path("type").asText())
          .endsWith("dead-letter-not-found");
    }
  }

  @Test
  void theyAreReplayedAndDropped() {
    try (var server = server()) {
      var replayed = server.post("/dead-letters/7/replay");
      assertThat(replayed.statusCode()).isEqualTo(202);
      assertThat(TestServer.json(replayed).path("replayed").asInt()).isEqualTo(1);
      TestServer.problem(server.post("/dead-letters/7/replay"), 404);

      assertThat(drop(server, "3")).isEqualTo(204);
      assertThat(drop(server, "3")).isEqualTo(404);

      assertThat(TestServer.json(server.post("/dead-letters/replay")).path("replayed").asInt())
          .isEqualTo(1);
      assertThat(letters.list(0, 1).items()).isEmpty();
    }
  }

  private static int drop(TestServer server, String id) {
    return server.send("DELETE", "/dead-letters/" + id, BodyPublishers.noBody()).statusCode();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/dead-letters?limit=0",
        "/dead-letters?limit=501",
        "/dead-letters?limit=-1",
        "/dead-letters?limit=",
        "/dead-letters?after=x",
        "/dead-letters?after=9999999999999999999",
        "/dead-letters/x",
        "/dead-letters/-1",
        "/dead-letters/9999999999999999999"
      })
  void whatIsNoNumberIsRefused(String path) {
    try (var server = server()) {
      TestServer.problem(server.get(path), 422);
    }
  }
}
