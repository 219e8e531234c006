package taskagent.http.access;

import io.helidon.http.Status;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import taskagent.domain.access.Access;
import taskagent.domain.access.Access.Decision;
import taskagent.domain.access.Caller;
import taskagent.domain.access.CurrentCaller;
import taskagent.domain.access.Operation;
import taskagent.domain.port.Tokens;
import taskagent.http.answer.Answer;
import taskagent.http.answer.JsonBytes;
import taskagent.http.answer.Problem;
import taskagent.http.body.Field;
import taskagent.http.route.ApiRequest;
import taskagent.http.route.Route;
import taskagent.http.route.Route.Load;

/** Who the caller is; and logging in and out, for browsers. */
public final class SessionRoutes {

  private final Optional<Tokens> tokens;

  /**
   * Creates the routes.
   *
   * @param tokens empty if access is open
   */
  public SessionRoutes(Optional<Tokens> tokens) {
    this.tokens = tokens;
  }

  /** Returns the routes. */
  public List<Route> routes() {
    return List.of(
        Route.get("/me", Operation.IDENTIFY, Load.NONE, this::me),
        Route.post("/login", Operation.PUBLIC, this::login),
        Route.post("/logout", Operation.PUBLIC, this::logout));
  }

  private Answer me(ApiRequest call) {
    var caller = CurrentCaller.here();
    return Answer.json(
        Status.OK_200,
        json -> {
          json.writeBooleanField("open", tokens.isEmpty());
          JsonBytes.text(json, "user", caller.name());
          JsonBytes.text(
              json,
              "role",
              caller instanceof Caller.Known(_, var role)
                  ? Optional.of(role.wireName())
                  : Optional.empty());
          json.writeArrayFieldStart("may");
          for (var operation : allowed(caller)) {
            json.writeString(operation.name().toLowerCase(Locale.ROOT));
          }
          json.writeEndArray();
        });
  }

  private static List<Operation> allowed(Caller caller) {
    return Stream.of(Operation.values())
        .filter(operation -> operation != Operation.PUBLIC && operation != Operation.IDENTIFY)
        .filter(operation -> Access.decide(caller, operation) == Decision.ALLOWED)
        .toList();
  }

  private Answer login(ApiRequest call) {
    var form = call.form();
    var token = form.required(Field.TOKEN, "");
    form.check();
    if (tokens.isEmpty()) {
      return Problem.conflict("access is open, so nobody needs to log in").answer(call.path());
    }
    return tokens.get().holder(token).isPresent()
        ? Answer.empty(Status.NO_CONTENT_204).with(TokenCookie.keep(call.request(), token))
        : Refusals.invalidToken(call.path());
  }

  private Answer logout(ApiRequest call) {
    call.optionalForm().check();
    return Answer.empty(Status.NO_CONTENT_204).with(TokenCookie.forget(call.request()));
  }
}
