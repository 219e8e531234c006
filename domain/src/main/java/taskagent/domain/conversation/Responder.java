package taskagent.domain.conversation;

/** Produces the reply of the assistant (specification §3). */
public interface Responder {

  /**
   * Returns the reply to a message.
   *
   * @param soFar the conversation before this message
   */
  String reply(Conversation soFar, String content);
}
