package taskagent.http.server;

import io.helidon.webserver.http.ServerRequest;
import java.time.Duration;
import java.util.Optional;
import taskagent.domain.access.Operation;
import taskagent.http.access.Admission;
import taskagent.http.access.Admission.Result;
import taskagent.http.answer.RawPaths;
import taskagent.http.answer.Streaming;
import taskagent.http.route.Route;

/** A way into the server: which pages may send requests, and which callers. */
record Door(BrowserGuard guard, Admission admission) {

  /** How often the caller of a stream is looked at again: its token may expire or be revoked. */
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(2);

  /** Admits or refuses a request. */
  Result admit(ServerRequest request, Optional<Route> route, String requestId, String trace) {
    var refusal = guard.refusal(request);
    if (refusal.isPresent()) {
      return new Result.Refused(refusal.get().answer(RawPaths.of(request)));
    }
    // What does not exist needs no token: the paths of the API are no secret.
    var operation = route.map(Route::operation).orElse(Operation.PUBLIC);
    try {
      return admission.of(request, operation, () -> guard.sameOrigin(request));
    } catch (RuntimeException e) {
      return new Result.Refused(EngineFailures.answer(request, e, requestId, trace));
    }
  }

  /** Returns a stream that ends soon after its caller is not admitted any more. */
  Streaming watched(Result entry, Streaming stream) {
    return entry instanceof Result.Admitted(_, var stillValid)
        ? client -> {
          var looked = new long[] {System.nanoTime()};
          stream.send(
              bytes -> {
                if (System.nanoTime() - looked[0] > LOOK_AGAIN.toNanos()) {
                  if (!stillValid.getAsBoolean()) {
                    throw new IllegalStateException("the token is no longer valid");
                  }
                  looked[0] = System.nanoTime();
                }
                client.write(bytes);
              });
        }
        : stream;
  }
}
