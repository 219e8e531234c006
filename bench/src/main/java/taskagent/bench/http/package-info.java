/** The HTTP client of the measurements: cheap, because it shares its cores with the server. */
@NullMarked
package taskagent.bench.http;

import org.jspecify.annotations.NullMarked;
