package taskagent.dapr.actor;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import taskagent.dapr.event.PubsubOutbox;
import taskagent.dapr.store.Documents;
import taskagent.dapr.store.Removals;
import taskagent.domain.conversation.Conversation;
import taskagent.domain.conversation.Responder;
import taskagent.domain.conversation.UserId;
import taskagent.domain.engine.ConversationTurn;
import taskagent.domain.port.Activity;
import taskagent.domain.port.Conversations.Said;
import taskagent.domain.port.EventPublisher.Event;
import taskagent.domain.port.Unavailable;
import taskagent.json.ConversationJson;
import taskagent.json.DocumentJson;
import taskagent.json.Events;
import taskagent.json.RemovalJson;

/**
 * What a conversation's actor does in a turn: reads its document, answers the message, saves
 * conversation and events together, then publishes the events.
 */
final class ChatTurns {

  private static final String PREFIX = "chat-";
  private static final int TRIES = 5;

  private final Documents documents;
  private final Removals removals;
  private final PubsubOutbox outbox;
  private final ActorStates states;
  private final Responder responder;
  private final InstantSource clock;
  private final int exchangesKept;
  private final Activity activity;

  /** The content of a conversation's document. */
  record Stored(Conversation conversation, List<Event> outbox) {

    static Stored read(String text) {
      var document = DocumentJson.read(text);
      return new Stored(ConversationJson.read(document.state()), document.outbox());
    }
  }

  ChatTurns(
      Documents documents,
      Removals removals,
      PubsubOutbox outbox,
      ActorStates states,
      Responder responder,
      InstantSource clock,
      int exchangesKept,
      Activity activity) {
    this.documents = documents;
    this.removals = removals;
    this.outbox = outbox;
    this.states = states;
    this.responder = responder;
    this.clock = clock;
    this.exchangesKept = exchangesKept;
    this.activity = activity;
  }

  /** Returns the saved conversation. */
  static Conversation find(Documents documents, Removals removals, UserId user) {
    return stored(removals, user, documents.read(PREFIX + user.value())).conversation();
  }

  private static Stored stored(
      Removals removals, UserId user, Optional<Documents.Document> document) {
    return document
        .map(found -> Stored.read(found.text()))
        .orElseGet(() -> new Stored(next(removals, user), List.of()));
  }

  /** Returns the empty conversation that follows a removed one, or the first. */
  private static Conversation next(Removals removals, UserId user) {
    return removals
        .find(PREFIX + user.value())
        .flatMap(RemovalJson.Removal::nextSeq)
        .map(seq -> Conversation.startingAt(user, seq))
        .orElseGet(() -> Conversation.of(user));
  }

  private Stored stored(UserId user, Optional<Documents.Document> document) {
    return stored(removals, user, document);
  }

  /** Returns the conversation. */
  Conversation find(UserId user) {
    return find(documents, removals, user);
  }

  /** Answers a message. */
  Said say(UserId user, String content, Optional<String> key, OutboxProgress pending) {
    for (int i = 0; i < TRIES; i++) {
      var document = documents.read(PREFIX + user.value());
      var before = stored(user, document);
      var turn =
          ConversationTurn.take(
              before.conversation(), content, key, responder, clock::instant, exchangesKept);
      if (turn.after().isEmpty()) {
        publish(before, pending);
        return turn.said();
      }
      var after = turn.after().get();
      if (save(user, document, before, after, pending)) {
        activity.messageAnswered(user, after.entries().getLast().seq());
        return turn.said();
      }
    }
    throw contended(user);
  }

  /** Publishes the events that may be unpublished. Returns true if none is left. */
  boolean publish(UserId user, OutboxProgress pending) {
    return publish(stored(user, documents.read(PREFIX + user.value())), pending);
  }

  private boolean publish(Stored stored, OutboxProgress pending) {
    return pending.publish(stored.outbox(), outbox::publish);
  }

  /** Clears the conversation. */
  void clear(UserId user, OutboxProgress pending) {
    for (int i = 0; i < TRIES; i++) {
      var document = documents.read(PREFIX + user.value());
      var before = stored(user, document);
      if (before.conversation().totalMessages() == 0
          || save(user, document, before, before.conversation().cleared(), pending)) {
        return;
      }
    }
    throw contended(user);
  }

  /** Removes the conversation, once its events are published. */
  void remove(UserId user, OutboxProgress pending) {
    var document = documents.read(PREFIX + user.value());
    if (document.isEmpty()) {
      return;
    }
    var stored = stored(user, document);
    if (!publish(stored, pending)) {
      throw Unavailable.outOfReach("the conversation's events cannot be published");
    }
    removals.add(
        PREFIX + user.value(), clock.instant(), Optional.of(stored.conversation().nextSeq()));
    documents.delete(PREFIX + user.value());
    states.delete(user);
  }

  private static Unavailable contended(UserId user) {
    return Unavailable.overloaded(
        "the conversation of " + user + " is changed by too many clients at once");
  }

  private boolean save(
      UserId user,
      Optional<Documents.Document> replaced,
      Stored before,
      Conversation after,
      OutboxProgress pending) {
    var events = new ArrayList<>(pending.of(before.outbox()));
    after.lastExchange().map(exchange -> Events.of(user, exchange)).ifPresent(events::add);
    var text =
        DocumentJson.write(
            new DocumentJson.Document(ConversationJson.write(after), Optional.empty(), events));
    pending.saving(events);
    var kept = removals.timeToLive(clock.instant(), removals.retention().conversations());
    boolean saved = documents.save(PREFIX + user.value(), replaced, text, kept);
    if (saved) {
      pending.saved();
      states.save(user, after, kept);
      publish(new Stored(after, events), pending);
    }
    return saved;
  }
}
