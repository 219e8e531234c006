/** Upgrades from an older build, and the way back, with sagas in flight. */
@NullMarked
package taskagent.chaos.upgrade;

import org.jspecify.annotations.NullMarked;
