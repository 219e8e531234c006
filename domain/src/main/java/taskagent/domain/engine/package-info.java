/** What every engine does alike: carrying out the saga's steps on the ports. */
@NullMarked
package taskagent.domain.engine;

import org.jspecify.annotations.NullMarked;
