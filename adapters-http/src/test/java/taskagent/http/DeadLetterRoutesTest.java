package taskagent.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import taskagent.domain.port.DeadLetters;
import taskagent.domain.port.EventPublisher.Event;

class DeadLetterRoutesTest {

  private final TreeMap<Long, DeadLetters.DeadLetter> kept = new TreeMap<>();

  /** Dead letters in memory. */
  private final DeadLetters letters =
      new DeadLetters() {
        @Override
        public Page list(long after, int limit) {
          var rest = kept.tailMap(after, false).values().stream().toList();
          var items = rest.subList(0, Math.min(limit, rest.size()));
          return new Page(
              items,
              items.size() < rest.size()
                  ? OptionalLong.of(items.getLast().number())
                  : OptionalLong.empty());
        }

        @Override
        public Optional<DeadLetter> find(long number) {
          return Optional.ofNullable(kept.get(number));
        }

        @Override
        public boolean replay(long number) {
          return drop(number);
        }

        @Override
        public long replayAll() {
          long count = kept.size();
          kept.clear();
          return count;
        }

        @Override
        public boolean drop(long number) {
          return kept.remove(number) != null;
        }
      };

  private TestServer server() {
    for (long number : new long[] {3, 7, 9}) {
      kept.put(
          number,
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
      assertThat(kept).isEmpty();
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

  @Test
  void anEngineThatKeepsThemElsewhereSaysSo() {
    try (var server = TestServer.start()) {
      var problem = TestServer.problem(server.get("/dead-letters"), 501);
      assertThat(problem.path("detail").asText()).contains("task-events-dead");
      TestServer.problem(server.post("/dead-letters/replay"), 501);
      TestServer.problem(server.get("/dead-letters/1"), 501);
    }
  }
}
