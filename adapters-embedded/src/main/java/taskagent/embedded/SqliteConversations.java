package taskagent.embedded;

import java.time.InstantSource;
import java.util.Optional;
import taskagent.domain.conversation.Conversation;
import taskagent.domain.conversation.Conversation.Heard;
import taskagent.domain.conversation.Responder;
import taskagent.domain.conversation.UserId;
import taskagent.domain.port.Conversations;
import taskagent.json.ConversationJson;
import taskagent.json.Events;

/** Conversations in SQLite. A user's turns queue up; the reply is found outside any transaction. */
final class SqliteConversations implements Conversations {

  private final Database database;
  private final Writer writer;
  private final InstantSource clock;
  private final Responder responder;
  private final int exchangesKept;
  private final Turns<UserId> turns = new Turns<>();

  SqliteConversations(
      Database database,
      Writer writer,
      InstantSource clock,
      Responder responder,
      int exchangesKept) {
    this.database = database;
    this.writer = writer;
    this.clock = clock;
    this.responder = responder;
    this.exchangesKept = exchangesKept;
  }

  @Override
  public Said say(UserId user, String content, Optional<String> key) {
    return turns.take(
        user,
        () -> {
          var before = history(user);
          return switch (before.heard(content, key)) {
            case Heard.Again(var reply) -> new Said.Replied(reply);
            case Heard.KeyReused() -> new Said.KeyReused();
            case Heard.New() -> {
              var reply = responder.reply(before, content);
              var after = before.exchange(content, reply, key, clock.instant(), exchangesKept);
              save(before, after);
              yield new Said.Replied(after.entries().getLast());
            }
          };
        });
  }

  @Override
  public Conversation history(UserId user) {
    return database
        .first(
            "SELECT doc FROM conversation WHERE user_id = ?",
            row -> ConversationJson.read(row.getString(1)),
            user.value())
        .orElseGet(() -> Conversation.of(user));
  }

  @Override
  public void clear(UserId user) {
    turns.take(
        user,
        () -> {
          var before = history(user);
          if (before.totalMessages() > 0) {
            save(before, before.cleared());
          }
          return user;
        });
  }

  /** Only whoever has the user's turn gets here, so what was read before still stands. */
  private void save(Conversation before, Conversation after) {
    boolean said = after.nextSeq() > before.nextSeq();
    writer.write(
        transaction -> {
          int saved =
              transaction.update(
                  "INSERT INTO conversation (user_id, next_seq, doc) VALUES (?, ?, ?)"
                      + " ON CONFLICT (user_id) DO UPDATE"
                      + " SET next_seq = excluded.next_seq, doc = excluded.doc"
                      + " WHERE next_seq = ?",
                  after.user().value(),
                  after.nextSeq(),
                  ConversationJson.write(after),
                  before.nextSeq());
          if (saved != 1) {
            throw new IllegalStateException("a conversation was changed by somebody else");
          }
          if (said && after.lastExchange().isPresent()) {
            Outbox.add(transaction, Events.of(after.user(), after.lastExchange().get()));
          }
          return saved;
        });
  }
}
