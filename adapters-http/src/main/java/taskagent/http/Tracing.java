package taskagent.http;

import java.util.Optional;
import java.util.function.Supplier;

/** Whoever wants to know of requests as parts of traces. */
@FunctionalInterface
public interface Tracing {

  /**
   * A request has come.
   *
   * @param route its path as in the API document: {@code /tasks/{task_id}}; nothing if it has none
   * @param parent what the client says that it belongs to
   */
  Span begin(String method, Optional<String> route, Optional<TraceParent> parent);

  /** A request that is being answered. */
  interface Span {

    /** To what everything belongs that the request does. */
    Optional<TraceParent> here();

    /** Does something as part of the request. */
    <T> T within(Supplier<T> work);

    /** It was answered. */
    void end(int status);
  }
}
