package taskagent.http.api;

import io.helidon.http.Status;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import taskagent.domain.access.Operation;
import taskagent.domain.port.Readiness;
import taskagent.http.answer.Answer;
import taskagent.http.answer.Problem;
import taskagent.http.route.ApiRequest;
import taskagent.http.route.Route;
import taskagent.http.route.Route.Load;

/**
 * Health (specification §5). Live: the server answers, and its port accepts connections. Ready: the
 * engine can serve, and the server is not shutting down. {@code /healthz} is the same as ready,
 * because its clients, such as a Dapr sidecar that checks its app, hold back work while the app is
 * not ready. Nothing restarts a process because of it.
 */
final class HealthRoutes {

  private final Readiness readiness;
  private final BooleanSupplier closing;
  private final BooleanSupplier accepting;

  HealthRoutes(Readiness readiness, BooleanSupplier closing, BooleanSupplier accepting) {
    this.readiness = readiness;
    this.accepting = accepting;
    this.closing = closing;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/health/live", Operation.PUBLIC, Load.NONE, this::live),
        Route.get("/health/ready", Operation.PUBLIC, Load.NONE, this::ready),
        Route.get("/healthz", Operation.PUBLIC, Load.NONE, this::ready));
  }

  private Answer live(ApiRequest call) {
    return accepting.getAsBoolean()
        ? up()
        : Problem.unavailable("the port accepts no connections").answer(call.path(), 1);
  }

  private Answer ready(ApiRequest call) {
    var reason =
        closing.getAsBoolean() ? Optional.of("the server is shutting down") : readiness.notReady();
    return reason
        .map(why -> Problem.unavailable(why).answer(call.path(), 1))
        .orElseGet(HealthRoutes::up);
  }

  private static Answer up() {
    return Answer.json(Status.OK_200, json -> json.writeStringField("status", "UP"));
  }
}
