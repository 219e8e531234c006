package taskagent.http;

import io.helidon.http.Method;

/**
 * One operation of the API.
 *
 * @param path as in the API document: {@code /tasks/{task_id}}, with one parameter at most
 * @param load what the operation counts as
 */
record Route(Method method, String path, Load load, Action action) {

  /** Answers requests. */
  @FunctionalInterface
  interface Action {

    /**
     * Answers one.
     *
     * @throws Refused if the request is not as it should be
     */
    Answer answer(Call call);
  }

  /** What limit an operation is under. */
  enum Load {
    /** None: must be answered when everything else is refused. */
    NONE,
    /** The requests that are answered at once. */
    REQUEST,
    /** The same, unless the client wants to wait; then those that wait at once. */
    WAIT
  }

  static Route get(String path, Load load, Action action) {
    return new Route(Method.GET, path, load, action);
  }

  static Route get(String path, Action action) {
    return get(path, Load.REQUEST, action);
  }

  static Route post(String path, Action action) {
    return new Route(Method.POST, path, Load.REQUEST, action);
  }

  static Route delete(String path, Action action) {
    return new Route(Method.DELETE, path, Load.REQUEST, action);
  }
}
