package taskagent.acceptance.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Map;
import java.util.stream.IntStream;
import taskagent.acceptance.server.Client;
import taskagent.acceptance.server.Server;

/** A user whose messages are numbered; the next one is sent once the last one was answered. */
final class Talker {

  /** Fewer exchanges than are kept, so that the history is complete. */
  private static final int MESSAGES_AT_MOST = 900;

  private final String user;
  private int answered;

  Talker(String user) {
    this.user = user;
  }

  /** How many messages were answered. */
  int answered() {
    return answered;
  }

  private String text(int number) {
    return user + " says " + number;
  }

  /** Sends one message more, which is the same one again until it is answered. */
  void say(Server server) throws IOException {
    int number = answered + 1;
    var answer =
        server.post(
            "/chat/" + user,
            Client.json(Map.of("content", text(number))),
            "Idempotency-Key",
            user + "-" + number);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    // The reply tells how many messages the server knows: none is lost, and none came twice.
    assertThat(answer.json().path("content").asText()).contains("(message #" + number + ")");
    answered = number;
  }

  /** Talks until the server is killed. What was under way then is not acknowledged. */
  void talkUntilKilled(Server server) {
    try {
      while (answered < MESSAGES_AT_MOST) {
        say(server);
      }
    } catch (IOException e) {
      // killed
    }
  }

  /** Each message that was answered is in the history, once and in order. */
  void checkHistory(Server server) throws IOException {
    var history = server.get("/chat/" + user + "/history").json();
    var said = new ArrayList<String>();
    int entries = 0;
    for (var message : history.path("messages")) {
      assertThat(message.path("seq").asInt()).as("seq in %s", history).isEqualTo(++entries);
      if (message.path("role").asText().equals("user")) {
        said.add(message.path("content").asText());
      }
    }
    assertThat(said).isEqualTo(IntStream.rangeClosed(1, answered).mapToObj(this::text).toList());
    assertThat(entries).isEqualTo(2 * answered);
    assertThat(history.path("total_messages").asInt()).isEqualTo(entries);
  }
}
