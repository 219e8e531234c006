package taskagent.http;

import java.util.Optional;
import java.util.function.Supplier;

/** A request that nobody traces; it belongs to what its client says. */
record Untraced(Optional<TraceParent> here) implements Tracing.Span {

  static final Tracing BY_NOBODY = (_, _, parent) -> new Untraced(parent);

  @Override
  public <T> T within(Supplier<T> work) {
    return work.get();
  }

  @Override
  public void end(int status) {}
}
