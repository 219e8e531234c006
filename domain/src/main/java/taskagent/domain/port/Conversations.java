package taskagent.domain.port;

import java.util.Optional;
import taskagent.domain.conversation.Conversation;
import taskagent.domain.conversation.Message;
import taskagent.domain.conversation.UserId;

/**
 * The conversations. Messages of one user are answered one at a time, in order. Users do not wait
 * for each other (specification §3).
 */
public interface Conversations {

  /** The answer to a message. */
  sealed interface Said {

    /** The reply of the assistant. A repeated message gets the first reply again. */
    record Replied(Message reply) implements Said {}

    /** The idempotency key was used for another message. */
    record KeyReused() implements Said {}
  }

  /**
   * Answers a message.
   *
   * @param key the idempotency key of the client, so that a repeated message is answered once
   * @throws Unavailable if the engine cannot be reached
   */
  Said say(UserId user, String content, Optional<String> key);

  /**
   * Returns the conversation of a user; an empty one if the user never wrote.
   *
   * @throws Unavailable if the engine cannot be reached
   */
  Conversation history(UserId user);

  /**
   * Clears the conversation of a user.
   *
   * @throws Unavailable if the engine cannot be reached
   */
  void clear(UserId user);

  /**
   * Removes the conversation of a user. The user can begin another.
   *
   * @throws Unavailable if the engine cannot be reached
   */
  void remove(UserId user);
}
