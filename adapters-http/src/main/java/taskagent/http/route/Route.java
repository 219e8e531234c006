package taskagent.http.route;

import io.helidon.http.Method;
import taskagent.domain.access.Operation;
import taskagent.http.answer.Answer;
import taskagent.http.answer.ProblemException;

/**
 * One operation of the API.
 *
 * @param path as in the API document: {@code /tasks/{task_id}}, with one parameter at most; as the
 *     last segment, <code>{*name}</code> stands for one or more segments
 * @param operation what it does, which decides who may call it
 * @param load the limit that applies to the operation
 */
public record Route(Method method, String path, Operation operation, Load load, Action action) {

  /** The query parameter by which a client waits for the end of a workflow. */
  public static final String WAIT_PARAMETER = "wait";

  /** Carries out requests. */
  @FunctionalInterface
  public interface Action {

    /**
     * Carries out a request and returns its answer.
     *
     * @throws ProblemException if the request is invalid
     */
    Answer answer(ApiRequest call);
  }

  /** Which limit applies to an operation. */
  public enum Load {
    /** None: it is answered even under overload. */
    NONE,
    /** The limit of concurrent requests. */
    REQUEST,
    /** The limit of concurrent waits if the client waits, otherwise that of requests. */
    WAIT
  }

  /** Returns a route for GET with a limit. */
  public static Route get(String path, Operation operation, Load load, Action action) {
    return new Route(Method.GET, path, operation, load, action);
  }

  /** Returns a route for GET. */
  public static Route get(String path, Operation operation, Action action) {
    return get(path, operation, Load.REQUEST, action);
  }

  /** Returns a route for POST. */
  public static Route post(String path, Operation operation, Action action) {
    return new Route(Method.POST, path, operation, Load.REQUEST, action);
  }

  /** Returns a route for DELETE. */
  public static Route delete(String path, Operation operation, Action action) {
    return new Route(Method.DELETE, path, operation, Load.REQUEST, action);
  }
}
