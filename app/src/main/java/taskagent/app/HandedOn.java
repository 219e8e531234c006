package taskagent.app;

import java.util.Optional;
import java.util.function.Supplier;
import taskagent.domain.port.Trace;
import taskagent.http.trace.TraceParent;
import taskagent.http.trace.Tracing;

/** Passes a request's trace on to the engine and to the log. Nothing is recorded. */
record HandedOn(Optional<TraceParent> here) implements Tracing.Span {

  @Override
  public <T> T within(Supplier<T> work) {
    return Trace.within(here.map(TraceParent::toString), work::get);
  }

  @Override
  public void end(int status) {}
}
