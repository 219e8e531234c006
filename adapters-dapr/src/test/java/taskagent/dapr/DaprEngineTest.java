package taskagent.dapr;

import taskagent.domain.contract.EngineContract;
import taskagent.domain.contract.Engines;

/** The base of tests that only the Dapr engine has. */
public abstract class DaprEngineTest extends EngineContract {

  @Override
  protected Engines engines() {
    return DaprUnderTest.ENGINES;
  }
}
