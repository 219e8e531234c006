/** The suites: faults on every tier, simulated crashes, and builds with one defect each. */
@NullMarked
package taskagent.chaos;

import org.jspecify.annotations.NullMarked;
