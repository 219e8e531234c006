package taskagent.domain.port;

import java.util.Optional;
import taskagent.domain.conversation.Conversation;
import taskagent.domain.conversation.Message;
import taskagent.domain.conversation.UserId;

/**
 * The conversations: messages of one user are answered one at a time, in order; users do not wait
 * for each other (spec §3).
 */
public interface Conversations {

  /** What came of a message. */
  sealed interface Said {

    /** The assistant's reply; the first one again if the key was seen before. */
    record Replied(Message reply) implements Said {}

    /** The key was used for another message. */
    record KeyReused() implements Said {}
  }

  /**
   * Takes a message and has it answered.
   *
   * @param key the client's name for this message, so that it is not held twice
   * @throws Unavailable if the engine is out of reach
   */
  Said say(UserId user, String content, Optional<String> key);

  /**
   * What was said; nothing for a user who never said anything.
   *
   * @throws Unavailable if the engine is out of reach
   */
  Conversation history(UserId user);

  /**
   * Forgets what was said.
   *
   * @throws Unavailable if the engine is out of reach
   */
  void clear(UserId user);
}
