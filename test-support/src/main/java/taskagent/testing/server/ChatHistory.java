package taskagent.testing.server;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A user's conversation, read from {@code GET /chat/USER/history} in pages.
 *
 * @param total how many messages the conversation has had
 * @param messages the messages that the server keeps, the oldest first
 */
public record ChatHistory(long total, List<JsonNode> messages) {

  /**
   * Reads a conversation to its end.
   *
   * @throws IOException if a page is refused or cannot be read
   */
  public static ChatHistory read(JsonHttpClient client, String user) throws IOException {
    var messages = new ArrayList<JsonNode>();
    long after = 0;
    while (true) {
      var path = "/chat/" + user + "/history?after=" + after;
      var answer = client.get(path);
      if (answer.status() != 200) {
        throw new IOException(path + ": " + answer.status() + " " + answer.text());
      }
      answer.json().path("messages").forEach(messages::add);
      var next = answer.json().path("next");
      if (!next.isIntegralNumber()) {
        return new ChatHistory(answer.json().path("total_messages").asLong(), messages);
      }
      after = next.asLong();
    }
  }

  /** Returns the texts of the user's own messages. */
  public List<String> said() {
    return messages.stream()
        .filter(message -> message.path("role").asText().equals("user"))
        .map(message -> message.path("content").asText())
        .toList();
  }
}
