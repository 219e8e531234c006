package taskagent.dapr.actor;

import static org.assertj.core.api.Assertions.assertThat;

import io.dapr.actors.runtime.Remindable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HostedActorTest {

  /**
   * The SDK silently drops the reminders of an actor whose class does not implement it directly.
   */
  @ParameterizedTest
  @ValueSource(classes = {HostedTask.class, HostedChat.class})
  void eachActorClassImplementsRemindableItself(Class<?> actor) {
    assertThat(actor.getInterfaces()).contains(Remindable.class);
  }
}
