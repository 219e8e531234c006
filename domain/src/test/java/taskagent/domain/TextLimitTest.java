package taskagent.domain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import taskagent.domain.TextLimit.Fault;
import taskagent.domain.TextLimit.Problem;

/** What a text may be. */
final class TextLimitTest {

  private static Fault fault(TextLimit limit, String value) {
    return limit.problem(value).map(Problem::fault).orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "\t\n",
        "\u00a0",
        "\ufeff",
        "\u2003",
        "\u200b\u200b\u200b\u200b\u200b",
        "\u2800",
        "\u3164",
        "\u115f\u1160\uffa0",
        "\u00ad",
        "\u034f",
        "\u180e \u2060\u2063",
        "\u200e\u202e\u2066",
        "\ufe0f",
        "\u0001\u200d ",
        "\udb40\udc41\udb40\udd00"
      })
  void aBlankTextIsNone(String blank) {
    assertThat(fault(TextLimit.TITLE, blank)).isEqualTo(Fault.BLANK);
    assertThat(fault(TextLimit.CONTENT, blank)).isEqualTo(Fault.BLANK);
  }

  /** Joiners and selectors are part of many names and symbols. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u2764\ufe0f",
        "\u0646\u0627\u0645\u0647\u200c\u0627\u06cc",
        ".",
        "\u00e9",
        "\ud83d\ude00"
      })
  void aTextWithOneVisibleCharacterIsNotBlank(String text) {
    assertThat(TextLimit.TITLE.problem(text)).isEmpty();
  }

  @Test
  void theLengthIsCountedInCodePoints() {
    var emoji = "\ud83d\ude00";
    assertThat(TextLimit.TITLE.problem(emoji.repeat(200))).isEmpty();
    assertThat(fault(TextLimit.TITLE, emoji.repeat(201))).isEqualTo(Fault.TOO_LONG);
    assertThat(TextLimit.DESCRIPTION.problem("x".repeat(10_000))).isEmpty();
    assertThat(fault(TextLimit.DESCRIPTION, "x".repeat(10_001))).isEqualTo(Fault.TOO_LONG);
  }

  @Test
  void controlCharactersAreNotAllowedExceptLineEndsInLongTexts() {
    assertThat(fault(TextLimit.ASSIGNEE, "a\u0000b")).isEqualTo(Fault.ILL_FORMED);
    assertThat(fault(TextLimit.DESCRIPTION, "a\u0000b")).isEqualTo(Fault.ILL_FORMED);
    assertThat(fault(TextLimit.TITLE, "a\nb")).isEqualTo(Fault.ILL_FORMED);
    assertThat(TextLimit.DESCRIPTION.problem("a\r\n\tb")).isEmpty();
  }

  @Test
  void halfASurrogatePairIsNotAllowed() {
    assertThat(fault(TextLimit.TITLE, "a\ud83db")).isEqualTo(Fault.ILL_FORMED);
    assertThat(fault(TextLimit.TITLE, "a\ude00")).isEqualTo(Fault.ILL_FORMED);
  }

  @Test
  void anIdHasItsOwnShape() {
    assertThat(TextLimit.TASK_ID.problem("report-7")).isEmpty();
    assertThat(fault(TextLimit.TASK_ID, "a b")).isEqualTo(Fault.ILL_FORMED);
  }
}
