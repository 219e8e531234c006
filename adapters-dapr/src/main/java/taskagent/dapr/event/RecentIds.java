package taskagent.dapr.event;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Remembers the latest ids in memory. It costs nothing, but an event that is redelivered to another
 * replica is not recognised. That is enough for a log.
 */
public final class RecentIds implements SeenIds {

  private static final int CAPACITY = 10_000;

  private final Set<String> ids = new LinkedHashSet<>();

  @Override
  public synchronized boolean contains(String id) {
    return ids.contains(id);
  }

  @Override
  public synchronized void add(String id) {
    if (ids.add(id) && ids.size() > CAPACITY) {
      ids.remove(ids.iterator().next());
    }
  }
}
