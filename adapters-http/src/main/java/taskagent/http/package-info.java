/**
 * The HTTP API (spec §5) on Helidon SE. Start at {@link taskagent.http.HttpServer}; {@link
 * taskagent.http.Routes} is the one table of what is served, and {@code openapi.yaml} beside it
 * says the same to clients.
 *
 * <p>A request goes through {@link taskagent.http.Dispatcher}, which reads the body, keeps the
 * limits, finds the route, and sends the {@link taskagent.http.Answer} that the route's resource
 * gives. What a client did wrong is a {@link taskagent.http.Problem}.
 */
@NullMarked
package taskagent.http;

import org.jspecify.annotations.NullMarked;
