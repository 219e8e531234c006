package taskagent.domain.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ids of kinds. */
class KindIdTest {

  @Test
  void theWireNameHasNameAndVersion() {
    var id = new KindId("task-processing", 12);

    assertThat(id.wireName()).isEqualTo("task-processing@12").isEqualTo(id.toString());
    assertThat(KindId.ofWireName("task-processing@12")).isEqualTo(id);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "a@",
        "@1",
        "a@0",
        "a@01",
        "a@-1",
        "A@1",
        "a b@1",
        "a'@1",
        "a@1@1",
        "a--b@1",
        "a@9999999999"
      })
  void otherTextsAreRefused(String text) {
    assertThatThrownBy(() -> KindId.ofWireName(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aNameIsSafeInEveryStore() {
    assertThatThrownBy(() -> new KindId("a'b", 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new KindId("a", 0)).isInstanceOf(IllegalArgumentException.class);
  }
}
