package taskagent.domain.arbitrary;

import static net.jqwik.api.Combinators.combine;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Tuple;
import taskagent.domain.conversation.Conversation;
import taskagent.domain.conversation.UserId;

/** Random conversations and messages. */
public final class ConversationArbitraries {

  private ConversationArbitraries() {}

  /** An event of a conversation. */
  public sealed interface Turn {

    /** The user sends a message. */
    record Say(String content, Optional<String> key, Instant at) implements Turn {}

    /** The conversation is cleared. */
    record Clear() implements Turn {}
  }

  /** Events of a conversation, in order. There are few keys, so that some repeat. */
  public static Arbitrary<List<Turn>> turns() {
    Arbitrary<Turn> say =
        combine(
                Arbitraries.oneOf(Arbitraries.of("hello", "my task", "help"), Texts.texts()),
                Arbitraries.integers().between(1, 90).map(n -> "key-" + n).optional(0.6),
                Texts.times())
            .as(Turn.Say::new);
    return Arbitraries.frequencyOf(
            Tuple.of(12, say), Tuple.of(1, Arbitraries.just((Turn) new Turn.Clear())))
        .list()
        .ofMaxSize(100);
  }

  /** Conversations after random events. */
  public static Arbitrary<Conversation> conversations() {
    return combine(Texts.ids().map(UserId::new), turns(), Arbitraries.integers().between(1, 12))
        .as(
            (user, turns, keep) -> {
              var conversation = Conversation.of(user);
              for (var turn : turns) {
                conversation =
                    switch (turn) {
                      case Turn.Clear() -> conversation.cleared();
                      case Turn.Say(var content, var key, var at) ->
                          conversation.heard(content, key) instanceof Conversation.Heard.New
                              ? conversation.exchange(content, "re: " + content, key, at, keep)
                              : conversation;
                    };
              }
              return conversation;
            });
  }
}
