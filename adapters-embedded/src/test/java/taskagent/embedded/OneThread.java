package taskagent.embedded;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import taskagent.domain.port.Unavailable;

/**
 * Has the engine's parts take turns on the thread of whoever uses it. While one waits for the
 * writer, others may come before it; who does is drawn, so that the same draws are the same life.
 */
final class OneThread implements Threads {

  private final Random draws;
  private final List<Loop> loops = new ArrayList<>();
  private final List<Runnable> calls = new ArrayList<>();

  OneThread(Random draws) {
    this.draws = draws;
  }

  @Override
  public void run(Loop loop) {
    loops.add(loop);
  }

  @Override
  public void start(String name, Runnable call) {
    calls.add(call);
  }

  @Override
  public <T> T join(CompletableFuture<T> answer) {
    while (!answer.isDone()) {
      if (!turn() && !answer.isDone()) {
        throw new IllegalStateException("nobody is left to complete what is waited for");
      }
    }
    return answer.join();
  }

  /** No time passes but that of the clock, so there is none to wait for. */
  @Override
  public boolean pause(Duration pause) {
    return false;
  }

  /** Somebody who has something to do does it; false if nobody has. */
  boolean turn() {
    var all = new ArrayList<BooleanSupplier>();
    loops.forEach(loop -> all.add(() -> turn(loop)));
    calls.forEach(call -> all.add(() -> run(call)));
    Collections.shuffle(all, draws);
    return all.stream().anyMatch(BooleanSupplier::getAsBoolean);
  }

  private boolean run(Runnable call) {
    if (!calls.remove(call)) {
      return false; // it was run while another waited
    }
    call.run();
    return true;
  }

  /** It is not there to be drawn while it is at it: it is one thread. */
  private boolean turn(Loop loop) {
    loops.remove(loop);
    try {
      return loop.turn();
    } catch (Unavailable e) {
      return false; // it is dead, or about to be
    } finally {
      loops.add(loop);
    }
  }
}
