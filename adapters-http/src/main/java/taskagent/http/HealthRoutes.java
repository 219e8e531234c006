package taskagent.http;

import io.helidon.http.Status;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import taskagent.domain.port.Readiness;
import taskagent.http.Route.Load;

/**
 * Health (spec §5). Alive: the server answers. Ready: the engine can serve, and the server is not
 * closing. {@code /healthz} is the same as ready, since whoever asks there, such as a Dapr sidecar
 * that checks its app, holds back work while the answer is no; nothing restarts a process by it.
 */
final class HealthRoutes {

  private final Readiness readiness;
  private final BooleanSupplier closing;

  HealthRoutes(Readiness readiness, BooleanSupplier closing) {
    this.readiness = readiness;
    this.closing = closing;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/health/live", Load.NONE, _ -> up()),
        Route.get("/health/ready", Load.NONE, this::ready),
        Route.get("/healthz", Load.NONE, this::ready));
  }

  private Answer ready(Call call) {
    var reason =
        closing.getAsBoolean() ? Optional.of("the server is closing") : readiness.notReady();
    return reason
        .map(why -> Problem.unavailable(why).answer(call.path(), 1))
        .orElseGet(HealthRoutes::up);
  }

  private static Answer up() {
    return Answer.json(Status.OK_200, json -> json.writeStringField("status", "UP"));
  }
}
