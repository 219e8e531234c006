package taskagent.http.page;

import io.helidon.http.Status;
import java.util.List;
import taskagent.domain.access.Operation;
import taskagent.http.answer.Answer;
import taskagent.http.answer.Problem;
import taskagent.http.route.ApiRequest;
import taskagent.http.route.Route;
import taskagent.http.route.Route.Load;

/**
 * The page in the browser (specification §14). Every address of the page has the same document; a
 * script in it shows what the address names. The page itself needs no operation of the engine, so
 * it is served even under overload.
 */
public final class PageRoutes {

  private final PageFiles files = new PageFiles();

  private PageRoutes() {}

  /** Returns the routes of the page. They are not part of the API. */
  public static List<Route> all() {
    var page = new PageRoutes();
    return List.of(
        Route.get("/", Operation.PUBLIC, Load.NONE, page::document),
        Route.get("/ui", Operation.PUBLIC, Load.NONE, page::document),
        Route.get("/ui/assets/{*file}", Operation.PUBLIC, Load.NONE, page::asset),
        Route.get("/ui/{*page}", Operation.PUBLIC, Load.NONE, page::document));
  }

  private Answer document(ApiRequest call) {
    return files.document().answer(call);
  }

  private Answer asset(ApiRequest call) {
    return files
        .find(call.parameter())
        .map(file -> file.answer(call))
        .orElseGet(
            () ->
                Problem.of(Status.NOT_FOUND_404, "The page has no such file.").answer(call.path()));
  }
}
