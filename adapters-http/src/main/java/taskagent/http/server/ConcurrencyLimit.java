package taskagent.http.server;

import java.util.concurrent.Semaphore;

/** Limits how many requests run at the same time. Refuses more at once, without waiting. */
public final class ConcurrencyLimit {

  private final int places;
  private final Semaphore free;

  /** Creates a limit. */
  public ConcurrencyLimit(int places) {
    this.places = places;
    this.free = new Semaphore(places);
  }

  /** Returns true if there was a free place; the caller must then {@link #leave}. */
  boolean enter() {
    return free.tryAcquire();
  }

  void leave() {
    free.release();
  }

  int inside() {
    return places - free.availablePermits();
  }
}
