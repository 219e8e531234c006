package taskagent.dapr;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import taskagent.domain.conversation.Conversation;
import taskagent.domain.conversation.Responder;
import taskagent.domain.conversation.UserId;
import taskagent.domain.port.Conversations.Said;
import taskagent.domain.port.EventPublisher.Event;
import taskagent.domain.port.Unavailable;
import taskagent.json.ConversationJson;
import taskagent.json.DocumentJson;
import taskagent.json.Events;

/** What a conversation's actor does in a turn. */
final class ChatTurns {

  private static final String PREFIX = "chat-";
  private static final int TRIES = 5;

  private final Documents documents;
  private final Outbox outbox;
  private final Responder responder;
  private final InstantSource clock;
  private final int exchangesKept;

  /** A conversation's document as it was read, or as it is to be saved. */
  record Stored(Conversation conversation, List<Event> outbox) {

    static Stored read(String text) {
      var document = DocumentJson.read(text);
      return new Stored(ConversationJson.read(document.state()), document.outbox());
    }
  }

  ChatTurns(
      Documents documents,
      Outbox outbox,
      Responder responder,
      InstantSource clock,
      int exchangesKept) {
    this.documents = documents;
    this.outbox = outbox;
    this.responder = responder;
    this.clock = clock;
    this.exchangesKept = exchangesKept;
  }

  /** What is saved of a conversation. */
  static Conversation find(Documents documents, UserId user) {
    return stored(user, documents.read(PREFIX + user.value())).conversation();
  }

  private static Stored stored(UserId user, Optional<Documents.Document> document) {
    return document
        .map(found -> Stored.read(found.text()))
        .orElseGet(() -> new Stored(Conversation.of(user), List.of()));
  }

  /** What was said. */
  Conversation find(UserId user) {
    return find(documents, user);
  }

  /** Takes a message and answers it. */
  Said say(UserId user, String content, Optional<String> key, Pending pending) {
    for (int i = 0; i < TRIES; i++) {
      var document = documents.read(PREFIX + user.value());
      var before = stored(user, document);
      switch (before.conversation().heard(content, key)) {
        case Conversation.Heard.Again(var reply) -> {
          publish(before, pending);
          return new Said.Replied(reply);
        }
        case Conversation.Heard.KeyReused() -> {
          return new Said.KeyReused();
        }
        case Conversation.Heard.New() -> {
          var reply = responder.reply(before.conversation(), content);
          var after =
              before.conversation().exchange(content, reply, key, clock.instant(), exchangesKept);
          if (save(user, document, before, after, pending)) {
            return new Said.Replied(after.entries().getLast());
          }
        }
      }
    }
    throw contended(user);
  }

  /** Publishes what may not be published yet; whether nothing is left. */
  boolean publish(UserId user, Pending pending) {
    return publish(stored(user, documents.read(PREFIX + user.value())), pending);
  }

  private boolean publish(Stored stored, Pending pending) {
    return pending.publish(stored.outbox(), outbox::publish);
  }

  /** Forgets what was said. */
  void clear(UserId user, Pending pending) {
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

  private static Unavailable contended(UserId user) {
    return Unavailable.overloaded(
        "the conversation of " + user + " is changed by too many at once");
  }

  private boolean save(
      UserId user,
      Optional<Documents.Document> replaced,
      Stored before,
      Conversation after,
      Pending pending) {
    var events = new ArrayList<>(pending.of(before.outbox()));
    after.lastExchange().map(exchange -> Events.of(user, exchange)).ifPresent(events::add);
    var text =
        DocumentJson.write(
            new DocumentJson.Document(ConversationJson.write(after), Optional.empty(), events));
    pending.saving(events);
    boolean saved = documents.save(PREFIX + user.value(), replaced, text);
    if (saved) {
      pending.saved();
      publish(new Stored(after, events), pending);
    }
    return saved;
  }
}
