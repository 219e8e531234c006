package taskagent.domain.conversation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import taskagent.domain.Fingerprint;

/**
 * The conversation aggregate: what one user and the assistant said to each other (spec §3).
 * Immutable.
 *
 * <p>A turn is two steps, since a {@link Responder} may be slow: {@link #heard} tells whether the
 * message needs a reply at all, and {@link #exchange} takes message and reply in.
 *
 * @param totalMessages entries since the beginning or the last clearing, trimmed ones included
 * @param nextSeq the number of the next entry; no number is used twice, even after clearing
 * @param entries the newest entries, newest last
 * @param answered the last {@value #REMEMBERED} exchanges that had an idempotency key
 */
public record Conversation(
    UserId user, long totalMessages, long nextSeq, List<Message> entries, List<Answered> answered) {

  /** How many exchanges are kept unless a setting says otherwise. */
  public static final int EXCHANGES_KEPT = 10;

  /** How many idempotency keys are remembered. */
  public static final int REMEMBERED = 64;

  /**
   * An exchange that a client named, so that it is not held twice.
   *
   * @param fingerprint tells whether another message comes under the same key
   */
  public record Answered(String key, String fingerprint, Message reply) {}

  /** Copies the lists, so that the value cannot change. */
  public Conversation {
    entries = List.copyOf(entries);
    answered = List.copyOf(answered);
  }

  /** What a message is to the conversation. */
  public sealed interface Heard {

    /** It is new and needs a reply. */
    record New() implements Heard {}

    /** It was answered before; this is that answer. */
    record Again(Message reply) implements Heard {}

    /** Its idempotency key was used for another message. */
    record KeyReused() implements Heard {}
  }

  /** A conversation in which nothing was said yet. */
  public static Conversation of(UserId user) {
    return new Conversation(user, 0, 1, List.of(), List.of());
  }

  /** How many messages of the user's the conversation counts. */
  public long userMessages() {
    return totalMessages / 2;
  }

  /** Tells whether a message is new. */
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
   * The conversation after one more exchange, which is its last two entries.
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

  /** The last exchange, if nothing was cleared since. */
  public Optional<Exchange> lastExchange() {
    int size = entries.size();
    return size < 2
        ? Optional.empty()
        : Optional.of(new Exchange(entries.get(size - 2), entries.get(size - 1)));
  }

  /** The conversation begun anew. Keys stay known: a message delivered again is not new. */
  public Conversation cleared() {
    return new Conversation(user, 0, nextSeq, List.of(), answered);
  }

  private static <T> List<T> last(List<T> list, int count) {
    return list.subList(Math.max(0, list.size() - count), list.size());
  }
}
