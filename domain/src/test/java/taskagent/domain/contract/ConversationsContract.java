package taskagent.domain.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import taskagent.domain.conversation.Message;
import taskagent.domain.conversation.Message.Role;
import taskagent.domain.conversation.UserId;
import taskagent.domain.port.Conversations.Said;
import taskagent.domain.port.EventPublisher;

/** The contract of {@link taskagent.domain.port.Conversations} (specification §3, §8.12). */
public abstract class ConversationsContract extends EngineContract {

  private static UserId newUser() {
    return new UserId(fresh("u"));
  }

  private Message say(UserId user, String content) {
    return replied(conversations().say(user, content, Optional.empty()));
  }

  private static Message replied(Said said) {
    return switch (said) {
      case Said.Replied(var reply) -> reply;
      case Said.KeyReused() -> throw new AssertionError("the key was already used");
    };
  }

  @Test
  void aNewUserHasAnEmptyHistory() {
    var history = conversations().history(newUser());

    assertThat(history.entries()).isEmpty();
    assertThat(history.totalMessages()).isZero();
  }

  @Test
  void aMessageIsAnsweredAndBothAreInTheHistory() {
    var user = newUser();

    var first = say(user, "What is my next task?");
    var second = say(user, "Thanks 🎉");

    assertThat(first.role()).isEqualTo(Role.ASSISTANT);
    assertThat(first.content())
        .isEqualTo("I can help with tasks. You have 1 messages in our conversation.");
    assertThat(second.content())
        .isEqualTo("Understood. I'm tracking our conversation (message #2).");
    var history = conversations().history(user);
    assertThat(history.totalMessages()).isEqualTo(4);
    assertThat(history.entries())
        .extracting(Message::role)
        .containsExactly(Role.USER, Role.ASSISTANT, Role.USER, Role.ASSISTANT);
    assertThat(history.entries())
        .extracting(Message::content)
        .containsExactly("What is my next task?", first.content(), "Thanks 🎉", second.content());
    assertThat(history.entries()).extracting(Message::seq).containsExactly(1L, 2L, 3L, 4L);
    assertThat(history.entries().get(1)).isEqualTo(first);
  }

  @Test
  void theLastTenExchangesAreKeptAndAllMessagesAreCounted() {
    var user = newUser();
    for (int i = 1; i <= 12; i++) {
      say(user, "message " + i);
    }

    var history = conversations().history(user);

    assertThat(history.totalMessages()).isEqualTo(24);
    assertThat(history.entries()).hasSize(20);
    assertThat(history.entries().getFirst().content()).isEqualTo("message 3");
    assertThat(history.entries())
        .extracting(Message::seq)
        .containsExactlyElementsOf(LongStream.rangeClosed(5, 24).boxed().toList());
  }

  @Test
  void messagesOfOneUserAreAnsweredOneAtATimeAndNoneIsLost() {
    var user = newUser();
    int messages = Math.min(crowd(), 10);

    var replies = atOnce(messages, i -> say(user, "message " + i));

    assertThat(outside().responder().mostAtOnce(user)).isEqualTo(1);
    var history = conversations().history(user);
    assertThat(history.entries())
        .extracting(Message::seq)
        .containsExactlyElementsOf(LongStream.rangeClosed(1, 2L * messages).boxed().toList());
    assertThat(history.entries().stream().filter(m -> m.role() == Role.USER))
        .extracting(Message::content)
        .doesNotHaveDuplicates()
        .hasSize(messages);
    assertThat(history.entries().stream().filter(m -> m.role() == Role.ASSISTANT))
        .containsExactlyInAnyOrderElementsOf(replies);
    assertThat(replies)
        .extracting(Message::content)
        .containsExactlyInAnyOrderElementsOf(
            LongStream.rangeClosed(1, messages)
                .mapToObj(n -> "Understood. I'm tracking our conversation (message #" + n + ").")
                .toList());
  }

  @Test
  void usersDoNotBlockEachOther() {
    var slow = newUser();
    var gate = outside().responder().hold(slow);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var held = CompletableFuture.supplyAsync(() -> say(slow, "hello"), threads);
      eventually(() -> assertThat(gate.reached()).isTrue());

      var others = atOnce(crowd(), _ -> say(newUser(), "hello"));

      assertThat(others).hasSize(crowd());
      assertThat(held).isNotDone();
      assertThat(conversations().history(slow).entries()).isEmpty();
      gate.open();
      assertThat(result(held).seq()).isEqualTo(2);
    }
  }

  @Test
  void aKnownKeyGetsTheFirstReplyAgain() {
    var user = newUser();
    var key = some(fresh("k"));
    var first = conversations().say(user, "hello", key);
    say(user, "something else");

    var again = conversations().say(user, "hello", key);

    assertThat(again).isEqualTo(first);
    assertThat(conversations().history(user).totalMessages()).isEqualTo(4);
  }

  @Test
  void aKeyThatIsReusedForAnotherMessageIsReported() {
    var user = newUser();
    var key = some(fresh("k"));
    conversations().say(user, "hello", key);

    assertThat(conversations().say(user, "help", key)).isEqualTo(new Said.KeyReused());
    assertThat(conversations().history(user).totalMessages()).isEqualTo(2);
  }

  @Test
  void twoUsersCanUseTheSameKey() {
    var key = some(fresh("k"));
    var one = newUser();
    var other = newUser();

    conversations().say(one, "hello", key);

    assertThat(conversations().say(other, "help", key)).isInstanceOf(Said.Replied.class);
  }

  @Test
  void oneMessageSentManyTimesConcurrentlyIsStoredOnce() {
    var user = newUser();
    var key = some(fresh("k"));

    var answers = atOnce(crowd(), _ -> conversations().say(user, "hello", key));

    assertThat(new HashSet<>(answers)).hasSize(1);
    assertThat(conversations().history(user).totalMessages()).isEqualTo(2);
  }

  @Test
  void aRepeatedTextWithoutAKeyIsStoredTwice() {
    var user = newUser();

    say(user, "hello");
    say(user, "hello");

    assertThat(conversations().history(user).totalMessages()).isEqualTo(4);
  }

  @Test
  void aClearedConversationIsEmptyAndItsNumbersContinue() {
    var user = newUser();
    var key = some(fresh("k"));
    var first = conversations().say(user, "hello", key);
    say(user, "hello");

    conversations().clear(user);

    assertThat(conversations().history(user).entries()).isEmpty();
    assertThat(conversations().history(user).totalMessages()).isZero();
    assertThat(conversations().say(user, "hello", key)).isEqualTo(first);
    assertThat(say(user, "again").seq()).isGreaterThan(4);
    assertThat(conversations().history(user).totalMessages()).isEqualTo(2);
  }

  @Test
  void clearingAnEmptyConversationDoesNothing() {
    var user = newUser();

    conversations().clear(user);

    assertThat(conversations().history(user).entries()).isEmpty();
    assertThat(say(user, "hello").seq()).isEqualTo(2);
  }

  @Test
  void aFailingResponderStoresNothingAndBlocksNobody() {
    var user = newUser();
    outside().responder().fail(user, new IllegalStateException("no reply today"));

    assertThatThrownBy(() -> say(user, "hello")).isInstanceOf(RuntimeException.class);

    assertThat(conversations().history(user).totalMessages()).isZero();
    assertThat(say(user, "hello").seq()).isEqualTo(2);
  }

  @Test
  void everyExchangePublishesOneEvent() {
    var user = newUser();
    var key = some(fresh("k"));
    conversations().say(user, "hello", key);
    conversations().say(user, "hello", key);
    say(user, "help");

    var events = events(user.value(), 2);

    assertThat(events)
        .allSatisfy(
            event -> {
              assertThat(event.topic()).isEqualTo(EventPublisher.CONVERSATION_EVENTS);
              assertThat(event.type()).isEqualTo("conversation.updated");
            });
  }

  @Test
  void aRemovedConversationIsGoneAndTheNextOneRepeatsNoNumber() {
    var user = newUser();
    var key = some(fresh("k"));
    conversations().say(user, "hello", key);

    conversations().remove(user);
    conversations().remove(user); // as a client repeats it

    assertThat(conversations().history(user).entries()).isEmpty();
    assertThat(conversations().history(user).totalMessages()).isZero();
    conversations().say(user, "hello again", key); // the key is forgotten, too
    assertThat(conversations().history(user).entries())
        .extracting(Message::seq)
        .containsExactly(3L, 4L);
    assertThat(events(user.value(), 2))
        .extracting(EventPublisher.Event::id)
        .doesNotHaveDuplicates();
  }

  @Test
  void conversationsSurviveARestart() {
    var user = newUser();
    var key = some(fresh("k"));
    var first = conversations().say(user, "hello", key);
    var before = conversations().history(user);

    engine().restart(Duration.ZERO);

    assertThat(conversations().history(user)).isEqualTo(before);
    assertThat(conversations().say(user, "hello", key)).isEqualTo(first);
    assertThat(say(user, "more").seq()).isEqualTo(4);
  }
}
