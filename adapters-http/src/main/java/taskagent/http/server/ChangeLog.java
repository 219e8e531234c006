package taskagent.http.server;

import static java.lang.System.Logger.Level.INFO;

import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import java.util.LinkedHashMap;
import java.util.Set;
import taskagent.domain.access.Caller.Known;
import taskagent.http.access.Admission.Result;
import taskagent.http.answer.RawPaths;

/** Logs which user has changed something, in one line. With open access nobody is known. */
final class ChangeLog {

  private static final System.Logger LOGGER = System.getLogger("taskagent.http");
  private static final Set<Method> READS = Set.of(Method.GET, Method.HEAD, Method.OPTIONS);

  private ChangeLog() {}

  static void write(
      Result entry, ServerRequest request, Status status, String requestId, String trace) {
    var method = request.prologue().method();
    if (READS.contains(method)
        || status.code() >= 300
        || !(entry instanceof Result.Admitted(Known(var user, var role), _))) {
      return;
    }
    var fields = new LinkedHashMap<String, String>();
    fields.put("user", user);
    fields.put("role", role.wireName());
    fields.put("request", requestId);
    fields.put("trace", trace);
    LOGGER.log(
        INFO,
        "{0} {1} {2}",
        method.text(),
        RawPaths.uri(RawPaths.of(request)),
        Integer.toString(status.code()),
        fields);
  }
}
