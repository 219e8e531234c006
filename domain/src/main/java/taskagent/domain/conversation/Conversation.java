package taskagent.domain.conversation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import taskagent.domain.Fingerprint;

/**
 * The conversation aggregate: the messages between one user and the assistant (specification §3).
 * Immutable.
 *
 * <p>A turn has two steps, because a {@link Responder} may be slow: {@link #heard} says whether the
 * message needs a reply, and {@link #exchange} adds message and reply.
 *
 * @param totalMessages the number of messages after the last clear, including trimmed ones
 * @param nextSeq the number of the next message; no number is used twice, even after a clear
 * @param entries the newest messages, newest last
 * @param answered the last {@value #REMEMBERED} exchanges that had an idempotency key
 */
public record Conversation(
    UserId user, long totalMessages, long nextSeq, List<Message> entries, List<Answered> answered) {

  /** The default number of exchanges that a conversation keeps. */
  public static final int EXCHANGES_KEPT = 10;

  /** The longest idempotency key that is accepted. */
  public static final int KEY_LENGTH_AT_MOST = 255;

  /** How many idempotency keys are remembered. */
  public static final int REMEMBERED = 64;

  /**
   * An exchange with an idempotency key, remembered so that a repeated message gets the same reply.
   *
   * @param fingerprint the fingerprint of the message, to detect that a key is reused for another
   */
  public record Answered(String key, String fingerprint, Message reply) {}

  /** Copies the lists, because the value must not change. */
  public Conversation {
    entries = List.copyOf(entries);
    answered = List.copyOf(answered);
  }

  /** How the conversation classifies a message. */
  public sealed interface Heard {

    /** The message is new and needs a reply. */
    record New() implements Heard {}

    /** The message was answered before; carries that reply. */
    record Again(Message reply) implements Heard {}

    /** The idempotency key was used for another message. */
    record KeyReused() implements Heard {}
  }

  /** Returns an empty conversation. */
  public static Conversation of(UserId user) {
    return startingAt(user, 1);
  }

  /**
   * Returns an empty conversation of a user whose earlier one was removed.
   *
   * @param seq the number of the next message, so that no number is used twice
   */
  public static Conversation startingAt(UserId user, long seq) {
    return new Conversation(user, 0, seq, List.of(), List.of());
  }

  /** Returns the number of messages from the user. */
  public long userMessages() {
    return totalMessages / 2;
  }

  /** Says whether a message is new, repeated, or reuses a key. */
  public Heard heard(String content, Optional<String> key) {
    return answered.stream()
        .filter(earlier -> key.filter(earlier.key()::equals).isPresent())
        .findFirst()
        .<Heard>map(
            earlier ->
                earlier.fingerprint().equals(Fingerprint.of(content))
                    ? new Heard.Again(earlier.reply())
                    : new Heard.KeyReused())
        .orElseGet(Heard.New::new);
  }

  /**
   * Returns the conversation with one more exchange, which forms the last two entries.
   *
   * @param keep how many exchanges to keep
   */
  public Conversation exchange(
      String content, String reply, Optional<String> key, Instant now, int keep) {
    var question = new Message(Message.Role.USER, content, now, nextSeq);
    var answer = new Message(Message.Role.ASSISTANT, reply, now, nextSeq + 1);
    var all = new ArrayList<>(entries);
    all.add(question);
    all.add(answer);
    var keys = new ArrayList<>(answered);
    key.ifPresent(k -> keys.add(new Answered(k, Fingerprint.of(content), answer)));
    return new Conversation(
        user, totalMessages + 2, nextSeq + 2, last(all, 2 * keep), last(keys, REMEMBERED));
  }

  /** Returns the last exchange; empty if nothing was said after the last clear. */
  public Optional<Exchange> lastExchange() {
    int size = entries.size();
    return size < 2
        ? Optional.empty()
        : Optional.of(new Exchange(entries.get(size - 2), entries.get(size - 1)));
  }

  /** Returns the cleared conversation. It keeps the keys: a repeated message is not new. */
  public Conversation cleared() {
    return new Conversation(user, 0, nextSeq, List.of(), answered);
  }

  private static <T> List<T> last(List<T> list, int count) {
    return list.subList(Math.max(0, list.size() - count), list.size());
  }
}
