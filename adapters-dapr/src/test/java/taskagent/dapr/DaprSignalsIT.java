package taskagent.dapr;

import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import taskagent.domain.contract.EngineUnderTest;
import taskagent.domain.contract.ScriptedOutside;
import taskagent.domain.contract.SignalsContract;

/** Runs the contract on the Dapr engine. */
@Tag("docker")
final class DaprSignalsIT extends SignalsContract {

  @Override
  protected ScriptedOutside newOutside() {
    return ScriptedOutside.with(Clock.systemUTC());
  }

  @Override
  protected EngineUnderTest open(ScriptedOutside outside) {
    return DaprUnderTest.open(outside);
  }

  @Override
  protected Duration patience() {
    return DaprUnderTest.PATIENCE;
  }

  @Override
  protected Duration downTime() {
    return Duration.ofSeconds(1);
  }

  @Override
  protected Duration inVain() {
    return Duration.ofSeconds(3);
  }
}
