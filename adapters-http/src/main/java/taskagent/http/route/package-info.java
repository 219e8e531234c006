/** Routes: which request each one takes, and the request that it gets. */
@NullMarked
package taskagent.http.route;

import org.jspecify.annotations.NullMarked;
