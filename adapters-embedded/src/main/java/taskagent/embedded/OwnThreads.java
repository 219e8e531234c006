package taskagent.embedded;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Gives each loop a thread of its own, and each call a virtual thread. */
final class OwnThreads implements Threads {

  @Override
  public void run(Loop loop) {
    loop.start();
  }

  @Override
  public void start(String name, Runnable call) {
    Thread.ofVirtual().name(name).start(call);
  }

  @Override
  public <T> T join(CompletableFuture<T> answer) {
    return answer.join();
  }

  @Override
  public boolean pause(Duration pause) {
    try {
      Thread.sleep(pause);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
