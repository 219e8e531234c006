package taskagent.http.connection;

/**
 * The memory that one request and its answer may use, until it is closed. Only the thread of the
 * request uses it.
 */
public final class RequestMemory implements AutoCloseable {

  private final MemoryLimit limit;
  private long held;
  private long prepaid;

  /** Creates memory for requests one after another. */
  public RequestMemory(MemoryLimit limit) {
    this.limit = limit;
  }

  /** Returns true if there was room for this much more. */
  public boolean reserve(long bytes) {
    boolean room = limit.reserve(bytes);
    held += room ? bytes : 0;
    return room;
  }

  /** The next bytes of the request, so many, were reserved already. */
  public void prepaid(long bytes) {
    prepaid = bytes;
  }

  /** The rest of the request is read, but not kept. */
  public void drops() {
    prepaid = Long.MAX_VALUE;
  }

  /** Returns true if there is room for bytes of the request that were read. */
  boolean takes(long bytes) {
    long due = Math.max(0, bytes - prepaid);
    prepaid -= bytes - due;
    return reserve(due);
  }

  @Override
  public void close() {
    limit.release(held);
    held = 0;
    prepaid = 0;
  }
}
