/** Traces to which requests belong (W3C Trace Context). */
@NullMarked
package taskagent.http.trace;

import org.jspecify.annotations.NullMarked;
