package taskagent.http;

import java.util.concurrent.Semaphore;

/** Lets so many in at once, and turns others away at once. */
final class Gate {

  private final int places;
  private final Semaphore free;

  Gate(int places) {
    this.places = places;
    this.free = new Semaphore(places);
  }

  /** Whether there was a place; whoever took one must {@link #leave}. */
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
