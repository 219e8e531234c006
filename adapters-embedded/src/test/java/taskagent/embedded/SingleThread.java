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
 * Lets the engine's parts take turns on the caller's thread. While one part waits for the writer,
 * others may run. The order is drawn, so the same draws give the same order.
 */
final class SingleThread implements Threads {

  private final Random draws;
  private final List<Loop> loops = new ArrayList<>();
  private final List<Runnable> calls = new ArrayList<>();

  SingleThread(Random draws) {
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
        throw new IllegalStateException("no part is left that can complete the answer");
      }
    }
    return answer.join();
  }

  /** Does not wait, because only the test's clock counts. */
  @Override
  public boolean pause(Duration pause) {
    return false;
  }

  /** Lets one part do its work. Returns false if no part has any. */
  boolean turn() {
    var all = new ArrayList<BooleanSupplier>();
    loops.forEach(loop -> all.add(() -> turn(loop)));
    calls.forEach(call -> all.add(() -> run(call)));
    Collections.shuffle(all, draws);
    return all.stream().anyMatch(BooleanSupplier::getAsBoolean);
  }

  private boolean run(Runnable call) {
    if (!calls.remove(call)) {
      return false; // it has run while another waited
    }
    call.run();
    return true;
  }

  /** Takes the loop out while it runs, because it has only one thread. */
  private boolean turn(Loop loop) {
    loops.remove(loop);
    try {
      return loop.turn();
    } catch (Unavailable e) {
      return false; // it has crashed, or is about to
    } finally {
      loops.add(loop);
    }
  }
}
