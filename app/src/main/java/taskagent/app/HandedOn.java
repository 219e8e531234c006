package taskagent.app;

import java.util.Optional;
import java.util.function.Supplier;
import taskagent.dapr.Trace;
import taskagent.http.TraceParent;
import taskagent.http.Tracing;

/**
 * Hands on to the engine to which trace a request belongs. The embedded engine has nobody to tell.
 */
record HandedOn(Optional<TraceParent> here) implements Tracing.Span {

  @Override
  public <T> T within(Supplier<T> work) {
    return Trace.within(here.map(TraceParent::toString), work::get);
  }

  @Override
  public void end(int status) {}
}
