package taskagent.domain.audit;

import java.util.Optional;
import taskagent.domain.audit.Recorder.Change;
import taskagent.domain.conversation.Conversation;
import taskagent.domain.conversation.UserId;
import taskagent.domain.port.Conversations;

/** The conversations for callers. What they clear and remove is recorded; what they say is not. */
public final class AuditedConversations implements Conversations {

  private final Conversations conversations;
  private final Recorder recorder;

  /** Records what callers remove from these conversations. */
  public AuditedConversations(Conversations conversations, AuditLog log) {
    this.conversations = conversations;
    this.recorder = new Recorder(log, AuditKind.USER);
  }

  @Override
  public Said say(UserId user, String content, Optional<String> key) {
    return conversations.say(user, content, key);
  }

  @Override
  public Conversation history(UserId user) {
    return conversations.history(user);
  }

  @Override
  public void clear(UserId user) {
    conversations.clear(user);
    recorder.add(Change.each(AuditAction.CLEAR, user.value()));
  }

  @Override
  public void remove(UserId user) {
    conversations.remove(user);
    recorder.add(Change.each(AuditAction.REMOVE, user.value()));
  }
}
