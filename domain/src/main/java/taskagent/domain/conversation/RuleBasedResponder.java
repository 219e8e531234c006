package taskagent.domain.conversation;

import java.util.Locale;

/** Replies by fixed rules, without a network (specification §3). */
public final class RuleBasedResponder implements Responder {

  @Override
  public String reply(Conversation soFar, String content) {
    var text = content.toLowerCase(Locale.ROOT);
    long number = soFar.userMessages() + 1;
    if (text.contains("task")) {
      return "I can help with tasks. You have " + number + " messages in our conversation.";
    }
    if (text.contains("help")) {
      return "I'm your task management assistant."
          + " Ask me about creating, assigning, or tracking tasks.";
    }
    return "Understood. I'm tracking our conversation (message #" + number + ").";
  }
}
