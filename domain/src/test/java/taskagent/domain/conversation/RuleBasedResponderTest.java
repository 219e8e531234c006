package taskagent.domain.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The exact replies of specification §3. */
final class RuleBasedResponderTest {

  private static final UserId ANN = new UserId("ann");
  private static final String HELP =
      "I'm your task management assistant. Ask me about creating, assigning, or tracking tasks.";

  private final RuleBasedResponder responder = new RuleBasedResponder();

  private static Conversation afterMessages(int count) {
    var conversation = Conversation.of(ANN);
    for (int i = 0; i < count; i++) {
      conversation = conversation.exchange("hello", "hi", Optional.empty(), Instant.EPOCH, 10);
    }
    return conversation;
  }

  @ParameterizedTest
  @ValueSource(strings = {"task", "my TASKS?", "multitasking", "help with a Task", "ataskb"})
  void aMessageAboutTasksGetsAnOfferOfHelp(String text) {
    assertThat(responder.reply(afterMessages(0), text))
        .isEqualTo("I can help with tasks. You have 1 messages in our conversation.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"help", "HELP me", "unhelpful"})
  void aRequestForHelpGetsAnOverview(String text) {
    assertThat(responder.reply(afterMessages(3), text)).isEqualTo(HELP);
  }

  @ParameterizedTest
  @ValueSource(strings = {"hello", "", "hel p", "tas k", "t\u00e4sk"})
  void everyOtherMessageIsAcknowledged(String text) {
    assertThat(responder.reply(afterMessages(0), text))
        .isEqualTo("Understood. I'm tracking our conversation (message #1).");
  }

  @Test
  void theCountIncludesTheCurrentMessageAndTrimmedOnesOfTheUser() {
    assertThat(responder.reply(afterMessages(14), "task"))
        .isEqualTo("I can help with tasks. You have 15 messages in our conversation.");
    assertThat(responder.reply(afterMessages(14), "hello"))
        .isEqualTo("Understood. I'm tracking our conversation (message #15).");
  }

  @Test
  void theCountRestartsAfterAClear() {
    assertThat(responder.reply(afterMessages(7).cleared(), "hello"))
        .isEqualTo("Understood. I'm tracking our conversation (message #1).");
  }
}
