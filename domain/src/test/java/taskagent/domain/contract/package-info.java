/**
 * What every engine must do, as tests: one abstract class a port. An adapter extends each and says
 * in {@link taskagent.domain.contract.EngineContract#open} how its engine is opened.
 *
 * <p>The tests never sleep and never assume that an engine has its own thread: they move the clock
 * with {@link taskagent.domain.contract.EngineUnderTest#advance} and wait until what is expected is
 * there. An engine on a real clock waits instead.
 */
@NullMarked
package taskagent.domain.contract;

import org.jspecify.annotations.NullMarked;
