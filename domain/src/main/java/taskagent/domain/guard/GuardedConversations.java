package taskagent.domain.guard;

import java.util.Optional;
import taskagent.domain.access.AccessRefused;
import taskagent.domain.access.Operation;
import taskagent.domain.access.Subject;
import taskagent.domain.conversation.Conversation;
import taskagent.domain.conversation.UserId;
import taskagent.domain.port.Conversations;

/**
 * The conversations that the current caller may see. Every method throws {@link AccessRefused} for
 * others, because a conversation needs no creation, so that "empty" would be an answer.
 */
public final class GuardedConversations implements Conversations {

  private final Conversations conversations;

  /** Guards conversations. */
  public GuardedConversations(Conversations conversations) {
    this.conversations = conversations;
  }

  @Override
  public Said say(UserId user, String content, Optional<String> key) {
    check(Operation.CHANGE_CHAT, user);
    return conversations.say(user, content, key);
  }

  @Override
  public Conversation history(UserId user) {
    check(Operation.READ_CHAT, user);
    return conversations.history(user);
  }

  @Override
  public void clear(UserId user) {
    check(Operation.CHANGE_CHAT, user);
    conversations.clear(user);
  }

  @Override
  public void remove(UserId user) {
    check(Operation.CHANGE_CHAT, user);
    conversations.remove(user);
  }

  private static void check(Operation operation, UserId user) {
    AccessRefused.check(operation, new Subject.OfUser(user.value()));
  }
}
