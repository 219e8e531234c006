package taskagent.app.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNamesTest {

  private static final List<String> NAMES =
      List.of("serve", "list", "get", "chat", "start", "restore", "cancel", "dead-letters");

  @ParameterizedTest
  @CsvSource({
    "lsit, list",
    "lis, list",
    "cancle, cancel",
    "dead-leters, dead-letters",
    "deadletters, dead-letters",
    "strat, start",
    "bogus, ''",
    "x, ''",
    "jet, get",
    "delete, ''"
  })
  void findsWhatMayHaveBeenMeant(String typed, String near) {
    assertThat(String.join(" ", NearestNames.of(typed, NAMES))).isEqualTo(near);
  }
}
