package taskagent.domain.conversation;

/** Finds the assistant's reply (spec §3). */
public interface Responder {

  /**
   * The reply to what the user says now.
   *
   * @param soFar the conversation before this message
   */
  String reply(Conversation soFar, String content);
}
