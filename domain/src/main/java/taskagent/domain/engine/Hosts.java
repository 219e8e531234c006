package taskagent.domain.engine;

import java.util.ArrayList;
import java.util.List;
import taskagent.domain.saga.SagaDefect;
import taskagent.domain.saga.Target;

/** The hosts of targets. */
public final class Hosts {

  private record Entry(Target<?, ?> target, Host<?, ?> host) {}

  private final List<Entry> entries = new ArrayList<>();

  /** Adds the host of a target. */
  public <I, C> Hosts with(Target<I, C> target, Host<I, C> host) {
    entries.add(new Entry(target, host));
    return this;
  }

  void withAll(Hosts others) {
    entries.addAll(others.entries);
  }

  /**
   * Returns the host of a target.
   *
   * @throws SagaDefect if it has none
   */
  @SuppressWarnings("unchecked") // with() lets a target have a host of its own types only
  <I, C> Host<I, C> of(Target<I, C> target) {
    return entries.stream()
        .filter(entry -> entry.target().equals(target))
        .map(entry -> (Host<I, C>) entry.host())
        .findFirst()
        .orElseThrow(() -> new SagaDefect("nothing carries out the steps on " + target.name()));
  }
}
