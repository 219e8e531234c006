package taskagent.dapr;

import static org.assertj.core.api.Assertions.assertThat;

import io.dapr.actors.runtime.Remindable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HostedTest {

  /** The SDK takes the reminders of any other actor for done, without a word. */
  @ParameterizedTest
  @ValueSource(classes = {HostedTask.class, HostedChat.class})
  void anActorsOwnClassSaysThatItIsRemindable(Class<?> actor) {
    assertThat(actor.getInterfaces()).contains(Remindable.class);
  }
}
