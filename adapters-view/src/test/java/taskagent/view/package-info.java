/** Tests of the view against an engine in memory. */
@NullMarked
package taskagent.view;

import org.jspecify.annotations.NullMarked;
