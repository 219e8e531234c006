/** The operations of the API, by resource. {@link taskagent.http.api.ApiRoutes} lists them all. */
@NullMarked
package taskagent.http.api;

import org.jspecify.annotations.NullMarked;
