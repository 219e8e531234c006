package taskagent.acceptance.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import java.util.stream.IntStream;
import taskagent.testing.server.ChatHistory;
import taskagent.testing.server.JsonHttpClient;
import taskagent.testing.server.ServerProcess;

/** A user who sends numbered messages, each after the previous one was answered. */
final class ChatUser {

  /** Fewer than the exchanges that the server keeps, so that the history is complete. */
  private static final int MESSAGES_AT_MOST = 900;

  private final String user;
  private int answered;

  ChatUser(String user) {
    this.user = user;
  }

  /** Returns the number of answered messages. */
  int answered() {
    return answered;
  }

  private String text(int number) {
    return user + " says " + number;
  }

  /** Sends the next message; the same one again if it was not answered. */
  void say(ServerProcess server) throws IOException {
    int number = answered + 1;
    var answer =
        server.post(
            "/chat/" + user,
            JsonHttpClient.json(Map.of("content", text(number))),
            "Idempotency-Key",
            user + "-" + number);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    // The reply states how many messages the server has: none is lost, and none is there twice.
    assertThat(answer.json().path("content").asText()).contains("(message #" + number + ")");
    answered = number;
  }

  /** Sends messages until the server is killed. The last one may be unanswered. */
  void chatUntilKilled(ServerProcess server) {
    try {
      while (answered < MESSAGES_AT_MOST) {
        say(server);
      }
    } catch (IOException e) {
      // killed
    }
  }

  /** Checks that the history holds each answered message once, in order. */
  void checkHistory(ServerProcess server) throws IOException {
    var history = ChatHistory.read(new JsonHttpClient(server.address()), user);
    int entries = 0;
    for (var message : history.messages()) {
      assertThat(message.path("seq").asInt()).as("seq in %s", history).isEqualTo(++entries);
    }
    assertThat(history.said())
        .isEqualTo(IntStream.rangeClosed(1, answered).mapToObj(this::text).toList());
    assertThat(entries).isEqualTo(2 * answered);
    assertThat(history.total()).isEqualTo(entries);
  }
}
