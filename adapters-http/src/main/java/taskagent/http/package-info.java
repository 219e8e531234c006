/**
 * The HTTP API (specification §5) on Helidon SE. Start at {@link taskagent.http.HttpServer}; {@link
 * taskagent.http.api.ApiRoutes} lists all operations, and {@code openapi.yaml} describes them to
 * clients.
 *
 * <p>A request goes through {@link taskagent.http.server.Dispatcher}, which reads the body, keeps
 * the limits, finds the route, and sends the {@link taskagent.http.answer.Answer} that the route
 * returns. An invalid request is answered with a {@link taskagent.http.answer.Problem}.
 */
@NullMarked
package taskagent.http;

import org.jspecify.annotations.NullMarked;
