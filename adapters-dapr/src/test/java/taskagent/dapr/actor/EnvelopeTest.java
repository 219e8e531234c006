package taskagent.dapr.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dapr.actors.ActorId;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import taskagent.domain.port.Unavailable;
import taskagent.domain.port.Unavailable.Kind;
import taskagent.json.Json;

/** A failure of a turn reaches its caller as what it is. */
final class EnvelopeTest {

  private static String opened(Supplier<String> turn) {
    return Envelope.open(Envelope.of(new ActorId("t1"), () -> "", _ -> turn.get()));
  }

  private static Kind kind(Supplier<String> turn) {
    try {
      throw new AssertionError("it did not fail: " + opened(turn));
    } catch (Unavailable e) {
      return e.kind();
    }
  }

  @Test
  void aResultIsAResult() {
    assertThat(opened(() -> "{\"a\": 1}")).isEqualTo("{\"a\": 1}");
  }

  @Test
  void aDocumentThatCannotBeReadIsDamageOnEveryWay() {
    assertThat(kind(() -> Json.read("x").text("a"))).isEqualTo(Kind.DAMAGED);
    assertThat(
            kind(
                () -> {
                  throw Unavailable.damaged("x");
                }))
        .isEqualTo(Kind.DAMAGED);
  }

  @Test
  void aStoreThatIsOutOfReachMayBeTriedAgain() {
    assertThat(
            kind(
                () -> {
                  throw Unavailable.outOfReach("x");
                }))
        .isEqualTo(Kind.OUT_OF_REACH);
  }

  @Test
  void anythingElseIsADefect() {
    assertThatThrownBy(
            () ->
                opened(
                    () -> {
                      throw new IllegalArgumentException("x");
                    }))
        .isInstanceOf(IllegalStateException.class);
  }
}
