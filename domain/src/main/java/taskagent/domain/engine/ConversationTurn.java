package taskagent.domain.engine;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import taskagent.domain.conversation.Conversation;
import taskagent.domain.conversation.Conversation.Heard;
import taskagent.domain.conversation.Responder;
import taskagent.domain.port.Conversations.Said;

/**
 * The result of one message to a conversation. Asking the responder may take long, so engines take
 * a turn outside of any transaction.
 *
 * @param said the answer for the client
 * @param after the conversation to save; empty if the message changed nothing
 */
public record ConversationTurn(Said said, Optional<Conversation> after) {

  /**
   * Answers a message.
   *
   * @param before the conversation as it was last saved
   * @param key the client's idempotency key
   * @param now is asked for the time after the responder replied
   * @param keep how many exchanges the conversation keeps
   */
  public static ConversationTurn take(
      Conversation before,
      String content,
      Optional<String> key,
      Responder responder,
      Supplier<Instant> now,
      int keep) {
    return switch (before.heard(content, key)) {
      case Heard.Again(var reply) -> unchanged(new Said.Replied(reply));
      case Heard.KeyReused() -> unchanged(new Said.KeyReused());
      case Heard.New() -> {
        var reply = responder.reply(before, content);
        var after = before.exchange(content, reply, key, now.get(), keep);
        yield new ConversationTurn(new Said.Replied(after.entries().getLast()), Optional.of(after));
      }
    };
  }

  private static ConversationTurn unchanged(Said said) {
    return new ConversationTurn(said, Optional.empty());
  }
}
