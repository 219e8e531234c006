package taskagent.domain.memory;

import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import taskagent.domain.conversation.Conversation;
import taskagent.domain.conversation.Conversation.Heard;
import taskagent.domain.conversation.Responder;
import taskagent.domain.conversation.UserId;
import taskagent.domain.port.Conversations;

/** Conversations in a map. The reply is found without the store's monitor: it may take long. */
final class InMemoryConversations implements Conversations {

  private final Store store;
  private final Outbox outbox;
  private final InstantSource clock;
  private final Responder responder;
  private final Map<UserId, ReentrantLock> turns = new ConcurrentHashMap<>();

  InMemoryConversations(Store store, Outbox outbox, InstantSource clock, Responder responder) {
    this.store = store;
    this.outbox = outbox;
    this.clock = clock;
    this.responder = responder;
  }

  @Override
  public Said say(UserId user, String content, Optional<String> key) {
    var turn = turn(user);
    turn.lock();
    try {
      var before = history(user);
      return switch (before.heard(content, key)) {
        case Heard.Again(var reply) -> new Said.Replied(reply);
        case Heard.KeyReused() -> new Said.KeyReused();
        case Heard.New() -> new Said.Replied(exchange(before, content, key));
      };
    } finally {
      turn.unlock();
    }
  }

  private taskagent.domain.conversation.Message exchange(
      Conversation before, String content, Optional<String> key) {
    var reply = responder.reply(before, content);
    var now = clock.instant();
    var after = before.exchange(content, reply, key, now, Conversation.EXCHANGES_KEPT);
    synchronized (store) {
      store.conversations.put(after.user(), after);
      outbox.add(after.user(), after.lastExchange().orElseThrow());
      outbox.publish();
    }
    return after.entries().getLast();
  }

  @Override
  public Conversation history(UserId user) {
    synchronized (store) {
      return store.conversations.getOrDefault(user, Conversation.of(user));
    }
  }

  @Override
  public void clear(UserId user) {
    var turn = turn(user);
    turn.lock();
    try {
      var cleared = history(user).cleared();
      synchronized (store) {
        store.conversations.put(user, cleared);
      }
    } finally {
      turn.unlock();
    }
  }

  private ReentrantLock turn(UserId user) {
    return turns.computeIfAbsent(user, _ -> new ReentrantLock(true));
  }
}
