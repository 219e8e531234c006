package taskagent.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import taskagent.domain.conversation.UserId;
import taskagent.domain.task.TaskId;

/** The format of ids (specification §1). */
final class IdsTest {

  static String[] illFormed() {
    return new String[] {
      "",
      " ",
      "-a",
      "_a",
      "a b",
      "a||b",
      "a/b",
      "a%2Fb",
      "a\u0000",
      "a\n",
      "\u00e4",
      "a.b",
      "🎉",
      "a".repeat(65),
      "../a",
      "a\r\nb",
      "\u0430"
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "Z", "0", "a-b_C9", "9---", "a_"})
  void anIdConsistsOfLettersDigitsDashesAndUnderscores(String text) {
    assertThat(Ids.wellFormed(text)).isTrue();
    assertThat(new TaskId(text)).hasToString(text);
    assertThat(new UserId(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 63, 64})
  void anIdHasUpTo64Characters(int length) {
    assertThat(Ids.wellFormed("x".repeat(length))).isTrue();
  }

  @ParameterizedTest
  @MethodSource("illFormed")
  void everyOtherTextIsRefused(String text) {
    assertThat(Ids.wellFormed(text)).isFalse();
    assertThatThrownBy(() -> new TaskId(text)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new UserId(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
