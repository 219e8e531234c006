package taskagent.dapr.event;

/**
 * Remembers the latest ids in memory. It costs nothing, but an event that is redelivered to another
 * replica is not recognised. That is enough for a log.
 */
public final class RecentIds implements SeenIds {

  private final RecentValues<String> ids = new RecentValues<>();

  @Override
  public boolean contains(String id) {
    return ids.contains(id);
  }

  @Override
  public void add(String id) {
    boolean _ = ids.add(id);
  }
}
