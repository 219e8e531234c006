package taskagent.embedded;

import java.time.InstantSource;
import java.util.Optional;
import taskagent.domain.conversation.Conversation;
import taskagent.domain.conversation.Responder;
import taskagent.domain.conversation.UserId;
import taskagent.domain.engine.ConversationTurn;
import taskagent.domain.port.Conversations;
import taskagent.json.ConversationJson;
import taskagent.json.Events;

/** Conversations in SQLite. A user's messages are answered one at a time, outside transactions. */
final class SqliteConversations implements Conversations {

  private final Database database;
  private final Writer writer;
  private final InstantSource clock;
  private final Responder responder;
  private final int exchangesKept;
  private final KeyedMutex<UserId> users = new KeyedMutex<>();

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
    return users.run(
        user,
        () -> {
          var before = history(user);
          var turn =
              ConversationTurn.take(before, content, key, responder, clock::instant, exchangesKept);
          turn.after().ifPresent(after -> save(before, after));
          return turn.said();
        });
  }

  @Override
  public Conversation history(UserId user) {
    return database
        .first(
            "SELECT doc FROM conversation WHERE user_id = ?",
            row -> ConversationJson.read(row.getString(1)),
            user.value())
        .orElseGet(
            () -> Conversation.startingAt(user, RemovedIds.nextSeq(database, user).orElse(1L)));
  }

  @Override
  public void clear(UserId user) {
    users.run(
        user,
        () -> {
          var before = history(user);
          if (before.totalMessages() > 0) {
            save(before, before.cleared());
          }
          return user;
        });
  }

  @Override
  public void remove(UserId user) {
    users.run(
        user,
        () -> {
          var before = history(user);
          return writer.write(
              transaction -> {
                int found =
                    transaction.update("DELETE FROM conversation WHERE user_id = ?", user.value());
                if (found > 0) {
                  RemovedIds.addConversation(
                      transaction, user.value(), before.nextSeq(), clock.instant());
                }
                return found;
              });
        });
  }

  /** The caller holds the user's lock, so the conversation has not changed since it was read. */
  private void save(Conversation before, Conversation after) {
    boolean said = after.nextSeq() > before.nextSeq();
    writer.write(
        transaction -> {
          int saved =
              transaction.update(
                  "INSERT INTO conversation (user_id, next_seq, changed_at, doc)"
                      + " VALUES (?, ?, ?, ?)"
                      + " ON CONFLICT (user_id) DO UPDATE SET next_seq = excluded.next_seq,"
                      + " changed_at = excluded.changed_at, doc = excluded.doc"
                      + " WHERE next_seq = ?",
                  after.user().value(),
                  after.nextSeq(),
                  clock.instant(),
                  ConversationJson.write(after),
                  before.nextSeq());
          if (saved != 1) {
            throw new IllegalStateException("a conversation was changed concurrently");
          }
          if (said && after.lastExchange().isPresent()) {
            SqliteOutbox.add(transaction, Events.of(after.user(), after.lastExchange().get()));
            long seq = after.entries().getLast().seq();
            transaction.report(activity -> activity.messageAnswered(after.user(), seq));
          }
          return saved;
        });
  }
}
