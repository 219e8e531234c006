package taskagent.dapr.event;

import java.util.LinkedHashSet;
import java.util.Set;

/** Remembers the latest 10,000 values in memory. */
public final class RecentValues<T> {

  private static final int CAPACITY = 10_000;

  private final Set<T> values = new LinkedHashSet<>();

  /** Returns true if the value is remembered. */
  public synchronized boolean contains(T value) {
    return values.contains(value);
  }

  /** Remembers a value. Returns false if it was remembered already. */
  public synchronized boolean add(T value) {
    boolean added = values.add(value);
    if (values.size() > CAPACITY) {
      values.remove(values.iterator().next());
    }
    return added;
  }

  /** Forgets a value. */
  public synchronized void remove(T value) {
    values.remove(value);
  }
}
