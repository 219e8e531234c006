package taskagent.dapr;

import java.time.Clock;
import java.time.Duration;
import taskagent.domain.contract.EngineContract;
import taskagent.domain.contract.EngineUnderTest;
import taskagent.domain.contract.ScriptedOutside;

/** The base of tests that only the Dapr engine has. */
public abstract class DaprEngineTest extends EngineContract {

  @Override
  protected final ScriptedOutside newOutside() {
    return ScriptedOutside.with(Clock.systemUTC());
  }

  @Override
  protected final EngineUnderTest open(ScriptedOutside outside) {
    return DaprUnderTest.open(outside);
  }

  @Override
  protected Duration patience() {
    return DaprUnderTest.PATIENCE;
  }
}
