package taskagent.domain.memory;

import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import taskagent.domain.conversation.Conversation;
import taskagent.domain.conversation.Responder;
import taskagent.domain.conversation.UserId;
import taskagent.domain.engine.ConversationTurn;
import taskagent.domain.port.Conversations;

/**
 * Conversations in a map. The responder runs without the store's monitor because it may be slow.
 */
final class InMemoryConversations implements Conversations {

  private final InMemoryStore store;
  private final InMemoryOutbox outbox;
  private final InstantSource clock;
  private final Responder responder;
  private final Map<UserId, ReentrantLock> turns = new ConcurrentHashMap<>();

  InMemoryConversations(
      InMemoryStore store, InMemoryOutbox outbox, InstantSource clock, Responder responder) {
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
      var exchange =
          ConversationTurn.take(
              history(user), content, key, responder, clock::instant, Conversation.EXCHANGES_KEPT);
      exchange.after().ifPresent(this::save);
      return exchange.said();
    } finally {
      turn.unlock();
    }
  }

  private void save(Conversation after) {
    synchronized (store) {
      store.conversations.put(after.user(), after);
      outbox.add(after.user(), after.lastExchange().orElseThrow());
      outbox.publish();
    }
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

  @Override
  public void remove(UserId user) {
    var turn = turn(user);
    turn.lock();
    try {
      synchronized (store) {
        store.conversations.put(user, Conversation.startingAt(user, history(user).nextSeq()));
      }
    } finally {
      turn.unlock();
    }
  }

  private ReentrantLock turn(UserId user) {
    return turns.computeIfAbsent(user, _ -> new ReentrantLock(true));
  }
}
