package taskagent.http.trace;

import java.util.Optional;
import java.util.function.Supplier;

/** Observes requests as parts of traces. */
@FunctionalInterface
public interface Tracing {

  /**
   * Begins the span of a request.
   *
   * @param route its path as in the API document: {@code /tasks/{task_id}}; empty if unknown
   * @param parent the parent that the client names
   */
  Span begin(String method, Optional<String> route, Optional<TraceParent> parent);

  /** The span of a request. */
  interface Span {

    /** Returns the parent of everything that the request causes. */
    Optional<TraceParent> here();

    /** Runs work as part of the request. */
    <T> T within(Supplier<T> work);

    /** Ends the span. */
    void end(int status);
  }
}
