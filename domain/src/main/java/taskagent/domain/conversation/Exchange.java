package taskagent.domain.conversation;

/** A message of the user and the reply of the assistant. */
public record Exchange(Message question, Message reply) {}
