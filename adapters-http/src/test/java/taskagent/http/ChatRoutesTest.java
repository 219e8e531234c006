package taskagent.http;

import static org.assertj.core.api.Assertions.assertThat;
import static taskagent.http.TestServer.json;
import static taskagent.http.TestServer.problem;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ChatRoutesTest {

  private final TestServer server = TestServer.start();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void theAssistantAnswers() {
    var answer = server.post("/chat/ada", "{\"content\":\"Hello\"}");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body())
        .isEqualTo(
            "{\"role\":\"assistant\",\"content\":\"Understood. I'm tracking our conversation"
                + " (message #1).\",\"timestamp\":\""
                + server.clock.instant()
                + "\",\"seq\":2}");
  }

  @Test
  void theHistoryIsReadAndForgotten() {
    server.post("/chat/ada", "{\"content\":\"Two\\nlines, and \\ud83d\\ude00\"}");
    var history = json(server.get("/chat/ada/history"));
    assertThat(history.path("user_id").asText()).isEqualTo("ada");
    assertThat(history.path("total_messages").asInt()).isEqualTo(2);
    assertThat(history.path("messages").get(0).path("role").asText()).isEqualTo("user");
    assertThat(history.path("messages").get(0).path("content").asText())
        .isEqualTo("Two\nlines, and \ud83d\ude00");

    var deleted = server.send("DELETE", "/chat/ada/history", BodyPublishers.noBody());
    assertThat(deleted.statusCode()).isEqualTo(204);
    assertThat(deleted.body()).isEmpty();
    assertThat(json(server.get("/chat/ada/history")).path("messages")).isEmpty();
  }

  @Test
  void aUserIsRemovedAndTheNextMessageRepeatsNoNumber() {
    server.post("/chat/ada", "{\"content\":\"Hello\"}");

    var removed = server.send("DELETE", "/users/ada", BodyPublishers.noBody());
    assertThat(removed.statusCode()).isEqualTo(204);
    assertThat(removed.body()).isEmpty();
    assertThat(server.send("DELETE", "/users/ada", BodyPublishers.noBody()).statusCode())
        .isEqualTo(204);

    assertThat(json(server.get("/chat/ada/history")).path("messages")).isEmpty();
    var reply = json(server.post("/chat/ada", "{\"content\":\"Hello again\"}"));
    assertThat(reply.path("seq").asInt()).isEqualTo(4);
  }

  @Test
  void anUnknownUserHasNoHistory() {
    assertThat(server.get("/chat/nobody/history").body())
        .isEqualTo("{\"user_id\":\"nobody\",\"total_messages\":0,\"messages\":[],\"next\":null}");
  }

  @Test
  void aHistoryCanBeReadInPages() {
    for (int i = 0; i < 3; i++) {
      server.post("/chat/ada", "{\"content\":\"Hello\"}");
    }
    var sizes = new ArrayList<Integer>();
    var seqs = new ArrayList<Integer>();
    for (var after = "0"; !after.equals("null"); ) {
      var page = json(server.get("/chat/ada/history?limit=4&after=" + after));
      sizes.add(page.path("messages").size());
      page.path("messages").forEach(message -> seqs.add(message.path("seq").asInt()));
      after = page.path("next").asText();
      assertThat(page.path("total_messages").asInt()).isEqualTo(6);
    }
    assertThat(sizes).containsExactly(4, 2);
    assertThat(seqs).isEqualTo(List.of(1, 2, 3, 4, 5, 6));
    assertThat(json(server.get("/chat/ada/history?limit=6")).path("next").isNull()).isTrue();
    assertThat(json(server.get("/chat/ada/history?after=99")).path("messages")).isEmpty();
    problem(server.get("/chat/ada/history?limit=0"), 422);
    problem(server.get("/chat/ada/history?after=x"), 422);
  }

  @Test
  void aMessageUnderAKnownKeyIsAnsweredAsBefore() {
    var first = server.post("/chat/ada", "{\"content\":\"Hello\"}", "Idempotency-Key", "k-1");
    server.post("/chat/ada", "{\"content\":\"And?\"}");
    var again = server.post("/chat/ada", "{\"content\":\"Hello\"}", "Idempotency-Key", "k-1");
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(json(server.get("/chat/ada/history")).path("total_messages").asInt()).isEqualTo(4);
  }

  @Test
  void anotherMessageUnderAKnownKeyIs422() {
    server.post("/chat/ada", "{\"content\":\"Hello\"}", "Idempotency-Key", "k-1");
    var other = server.post("/chat/ada", "{\"content\":\"Bye\"}", "Idempotency-Key", "k-1");
    var error = problem(other, 422).path("errors").get(0);
    assertThat(error.path("pointer").asText()).isEqualTo("/idempotency_key");
    assertThat(error.path("code").asText()).isEqualTo("reused");
  }

  @Test
  void keysOfTwoUsersAreTwoKeys() {
    server.post("/chat/ada", "{\"content\":\"Hello\"}", "Idempotency-Key", "k-1");
    var other = server.post("/chat/grace", "{\"content\":\"Bye\"}", "Idempotency-Key", "k-1");
    assertThat(other.statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "two words", "tab\there"})
  void anIllFormedKeyIs422(String key) {
    badKey("Idempotency-Key: " + key + "\r\n");
  }

  @Test
  void aLongKeyAndTwoKeysAre422() {
    badKey("Idempotency-Key: " + "k".repeat(256) + "\r\n");
    badKey("Idempotency-Key: a\r\nIdempotency-Key: b\r\n");
    var longest =
        server.post("/chat/ada", "{\"content\":\"x\"}", "Idempotency-Key", "~".repeat(255));
    assertThat(longest.statusCode()).isEqualTo(200);
  }

  private void badKey(String header) {
    var answer =
        server.raw(
            "POST /chat/ada HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + "Content-Type: application/json\r\nContent-Length: 15\r\n"
                + header
                + "\r\n{\"content\":\"x\"}");
    assertThat(answer).startsWith("HTTP/1.1 422 ").contains("\"pointer\":\"/idempotency_key\"");
  }
}
