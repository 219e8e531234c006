package taskagent.http.answer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Paths and texts. */
final class PathsAndTextsTest {

  @ParameterizedTest
  @CsvSource({"a,a", "a%2Fb,a/b", "%252F,%2F", "%C3%BC,\u00fc", "+,+", "%7c,|"})
  void decodesOnce(String raw, String text) {
    assertThat(RawPaths.decoded(raw)).contains(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%",
        "%4",
        "%zz",
        "a%",
        "%C3",
        "%ff",
        "%ED%A0%80",
        "%C0%AF",
        "%4\u00fc",
        "%41\u00fc"
      })
  void whatIsNotEncodedWellIsNothing(String raw) {
    assertThat(RawPaths.decoded(raw)).isEmpty();
  }

  @Test
  void everyPathCanBeShownAsAUri() {
    assertThat(RawPaths.uri("/tasks/a-b_c.d~%20")).isEqualTo("/tasks/a-b_c.d~%20");
    assertThat(RawPaths.uri("/a|\"<\u0001\u00fc")).isEqualTo("/a%7C%22%3C%01%C3%BC");
    assertThat(RawPaths.uri("")).isEqualTo("/");
    assertThat(RawPaths.uri("/a%zz%2%")).isEqualTo("/a%25zz%252%25");
    for (int before = 0; before < 3; before++) {
      var path = "/" + "a".repeat(before) + "%C3%BC".repeat(200);
      assertThat(RawPaths.uri(path)).matches("/a*(%C3|%BC)+").hasSizeGreaterThan(100);
      assertThat(path).startsWith(RawPaths.uri(path)).isNotEqualTo(RawPaths.uri(path));
    }
    assertThat(RawPaths.uri("/" + "x".repeat(9_000))).hasSize(512);
  }

  @Test
  void repairsHalvesOfSurrogatePairs() {
    assertThat(Unicode.repaired("a\ud83db")).isEqualTo("a\ufffdb");
    assertThat(Unicode.repaired("\ude00\ud83d\ude00\ud83d")).isEqualTo("\ufffd\ud83d\ude00\ufffd");
    assertThat(Unicode.repaired("fine \ud83d\ude00")).isEqualTo("fine \ud83d\ude00");
  }
}
