package taskagent.domain.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import taskagent.domain.arbitrary.ConversationArbitraries;
import taskagent.domain.arbitrary.ConversationArbitraries.Turn;
import taskagent.domain.conversation.Conversation.Heard;
import taskagent.domain.conversation.Message.Role;

/** Properties of every conversation (specification §3, §8.12). */
final class ConversationProperties {

  private static final UserId ANN = new UserId("ann");

  @Provide
  Arbitrary<List<Turn>> turns() {
    return ConversationArbitraries.turns();
  }

  /** A simple model of a conversation: it keeps every message. */
  private static final class Model {
    private final List<String> sinceCleared = new ArrayList<>();
    private long said;

    void say(String content) {
      sinceCleared.add(content);
      said++;
    }
  }

  @Property
  void everyConversation(
      @ForAll("turns") List<Turn> turns,
      @ForAll @IntRange(min = 1, max = 12) int keep,
      @ForAll @IntRange(max = 63) int others) {
    aConversationContainsTheLastMessagesInOrder(turns, keep);
    aKeyIsRememberedUntil64OthersFollow(turns, others);
  }

  private static void aConversationContainsTheLastMessagesInOrder(List<Turn> turns, int keep) {
    var model = new Model();
    var responder = new RuleBasedResponder();
    var conversation = Conversation.of(ANN);
    for (var turn : turns) {
      switch (turn) {
        case Turn.Clear() -> {
          conversation = conversation.cleared();
          model.sinceCleared.clear();
        }
        case Turn.Say(var content, var key, var at) -> {
          if (conversation.heard(content, key) instanceof Heard.New) {
            var reply = responder.reply(conversation, content);
            conversation = conversation.exchange(content, reply, key, at, keep);
            model.say(content);
          }
        }
      }
      check(conversation, model, keep);
    }
  }

  private static void check(Conversation conversation, Model model, int keep) {
    int count = model.sinceCleared.size();
    var kept = model.sinceCleared.subList(Math.max(0, count - keep), count);
    assertThat(conversation.totalMessages()).isEqualTo(2L * count);
    assertThat(conversation.entries().stream().filter(entry -> entry.role() == Role.USER))
        .extracting(Message::content)
        .containsExactlyElementsOf(kept);
    assertThat(conversation.nextSeq()).isEqualTo(2 * model.said + 1);
    long seq = conversation.nextSeq() - conversation.entries().size();
    for (var entry : conversation.entries()) {
      assertThat(entry.seq()).isEqualTo(seq);
      assertThat(entry.role()).isEqualTo(seq % 2 == 1 ? Role.USER : Role.ASSISTANT);
      seq++;
    }
  }

  private static void aKeyIsRememberedUntil64OthersFollow(List<Turn> turns, int others) {
    var conversation = Conversation.of(ANN);
    for (var turn : turns) {
      if (turn instanceof Turn.Say(var content, var key, var at)) {
        conversation = conversation.exchange(content, "reply", key, at, 3);
      }
    }
    conversation = conversation.exchange("mine", "yours", Optional.of("mine"), Instant.EPOCH, 3);
    var reply = conversation.entries().getLast();
    for (int i = 0; i < others; i++) {
      conversation =
          conversation.exchange("m" + i, "r" + i, Optional.of("other-" + i), Instant.EPOCH, 3);
    }

    assertThat(conversation.heard("mine", Optional.of("mine"))).isEqualTo(new Heard.Again(reply));
    assertThat(conversation.heard("not mine", Optional.of("mine")))
        .isEqualTo(new Heard.KeyReused());
  }
}
