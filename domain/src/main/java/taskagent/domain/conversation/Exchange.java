package taskagent.domain.conversation;

/** A user's message and the assistant's reply to it. */
public record Exchange(Message question, Message reply) {}
