package taskagent.domain.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import taskagent.domain.conversation.Conversation.Heard;
import taskagent.domain.conversation.Message.Role;

/** The conversation aggregate (specification §3). */
final class ConversationTest {

  private static final UserId ANN = new UserId("ann");
  private static final Instant NOW = Instant.parse("2026-03-01T09:00:00Z");

  private static Conversation said(Conversation before, String content) {
    return before.exchange(content, "re: " + content, Optional.empty(), NOW, 10);
  }

  private static Conversation said(int messages) {
    var conversation = Conversation.of(ANN);
    for (int i = 1; i <= messages; i++) {
      conversation = said(conversation, "message " + i);
    }
    return conversation;
  }

  @Test
  void aNewConversationIsEmptyAndHasNoLastExchange() {
    var conversation = Conversation.of(ANN);

    assertThat(conversation.entries()).isEmpty();
    assertThat(conversation.totalMessages()).isZero();
    assertThat(conversation.userMessages()).isZero();
    assertThat(conversation.lastExchange()).isEmpty();
  }

  @Test
  void anExchangeIsAMessageAndItsReplyWithConsecutiveNumbers() {
    var conversation = said(said(1), "hello");

    assertThat(conversation.lastExchange())
        .contains(
            new Exchange(
                new Message(Role.USER, "hello", NOW, 3),
                new Message(Role.ASSISTANT, "re: hello", NOW, 4)));
    assertThat(conversation.totalMessages()).isEqualTo(4);
    assertThat(conversation.userMessages()).isEqualTo(2);
  }

  @Test
  void theLastTenExchangesAreKeptAndTrimmedOnesAreCounted() {
    var conversation = said(11);

    assertThat(conversation.entries()).hasSize(20);
    assertThat(conversation.entries().getFirst().content()).isEqualTo("message 2");
    assertThat(conversation.entries().getFirst().seq()).isEqualTo(3);
    assertThat(conversation.totalMessages()).isEqualTo(22);
    assertThat(conversation.nextSeq()).isEqualTo(23);
  }

  @Test
  void theNumberOfKeptExchangesCanChange() {
    var wide = said(10);

    var narrow = wide.exchange("more", "reply", Optional.empty(), NOW, 2);

    assertThat(narrow.entries()).extracting(Message::seq).containsExactly(19L, 20L, 21L, 22L);
  }

  @Test
  void aMessageWithoutAKeyIsAlwaysNew() {
    assertThat(said(1).heard("message 1", Optional.empty())).isEqualTo(new Heard.New());
  }

  @Test
  void aMessageWithAKnownKeyGetsTheSameReply() {
    var conversation =
        said(Conversation.of(ANN).exchange("hello", "hi", Optional.of("k"), NOW, 10), "more");

    assertThat(conversation.heard("hello", Optional.of("k")))
        .isEqualTo(new Heard.Again(new Message(Role.ASSISTANT, "hi", NOW, 2)));
    assertThat(conversation.heard("hello", Optional.of("other"))).isEqualTo(new Heard.New());
  }

  @Test
  void aKeyReusedForAnotherMessageIsDetected() {
    var conversation = Conversation.of(ANN).exchange("hello", "hi", Optional.of("k"), NOW, 10);

    assertThat(conversation.heard("Hello", Optional.of("k"))).isEqualTo(new Heard.KeyReused());
  }

  @Test
  void aKeyIsRememberedAfterItsExchangeWasTrimmed() {
    var conversation = Conversation.of(ANN).exchange("hello", "hi", Optional.of("k"), NOW, 1);
    conversation = conversation.exchange("more", "reply", Optional.empty(), NOW, 1);

    assertThat(conversation.entries()).extracting(Message::content).doesNotContain("hi");
    assertThat(conversation.heard("hello", Optional.of("k"))).isInstanceOf(Heard.Again.class);
  }

  @Test
  void theLast64KeysAreRemembered() {
    var conversation = Conversation.of(ANN);
    for (int i = 1; i <= 65; i++) {
      conversation = conversation.exchange("m" + i, "r" + i, Optional.of("k" + i), NOW, 10);
    }

    assertThat(conversation.answered()).hasSize(64);
    assertThat(conversation.heard("m1", Optional.of("k1"))).isEqualTo(new Heard.New());
    assertThat(conversation.heard("m2", Optional.of("k2"))).isInstanceOf(Heard.Again.class);
  }

  @Test
  void aClearedConversationRestartsItsCountAndReusesNoNumber() {
    var cleared = said(3).cleared();
    var next = said(cleared, "hello");

    assertThat(cleared.entries()).isEmpty();
    assertThat(cleared.totalMessages()).isZero();
    assertThat(cleared.lastExchange()).isEmpty();
    assertThat(next.entries()).extracting(Message::seq).containsExactly(7L, 8L);
    assertThat(next.totalMessages()).isEqualTo(2);
  }

  @Test
  void aKeyIsRememberedAfterTheConversationWasCleared() {
    var conversation =
        Conversation.of(ANN).exchange("hello", "hi", Optional.of("k"), NOW, 10).cleared();

    assertThat(conversation.heard("hello", Optional.of("k"))).isInstanceOf(Heard.Again.class);
  }

  @Test
  void aConversationDoesNotShareItsLists() {
    var entries = new ArrayList<>(said(1).entries());
    var conversation = new Conversation(ANN, 2, 3, entries, said(1).answered());

    entries.clear();

    assertThat(conversation.entries()).hasSize(2);
    assertThatThrownBy(() -> conversation.entries().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }
}
