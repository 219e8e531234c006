/**
 * The contracts of the ports as tests. Each adapter extends them and names its {@link
 * taskagent.domain.contract.Engines}. Start reading at {@link
 * taskagent.domain.contract.EngineContract}.
 *
 * <p>The tests never sleep and do not assume that an engine has its own threads. They advance the
 * clock with {@link taskagent.domain.contract.EngineUnderTest#advance} and wait for the expected
 * result. An engine with a real clock waits instead.
 */
@NullMarked
package taskagent.domain.contract;

import org.jspecify.annotations.NullMarked;
