package taskagent.http.connection;

import java.util.concurrent.atomic.AtomicLong;

/**
 * One bound for the memory of all requests and answers in flight, in bytes. Without it, many
 * clients that send half a body each would fill the heap.
 */
public final class MemoryLimit {

  private final long atMost;
  private final AtomicLong used = new AtomicLong();

  /** Creates a limit of this many bytes. */
  public MemoryLimit(long atMost) {
    this.atMost = atMost;
  }

  /** Returns true if there was room; the caller must then {@link #release} as much. */
  public boolean reserve(long bytes) {
    if (used.addAndGet(bytes) <= atMost) {
      return true;
    }
    used.addAndGet(-bytes);
    return false;
  }

  /** Gives back what was reserved. */
  public void release(long bytes) {
    used.addAndGet(-bytes);
  }

  /** Returns how many bytes are reserved. */
  public long used() {
    return used.get();
  }
}
