/** Bodies of requests: strict JSON, checked field by field (specification §5). */
@NullMarked
package taskagent.http.body;

import org.jspecify.annotations.NullMarked;
