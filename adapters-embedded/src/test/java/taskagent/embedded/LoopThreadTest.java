package taskagent.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import taskagent.domain.port.Unavailable;

class LoopThreadTest {

  private static final Duration NEVER = Duration.ofHours(1);

  private final AtomicInteger rounds = new AtomicInteger();
  private final AtomicBoolean ended = new AtomicBoolean();

  private LoopThread thread(Duration pause, LoopThread.Round round) {
    return new LoopThread(
        "test",
        "do the test's work",
        System.Logger.Level.WARNING,
        pause,
        () -> {
          rounds.incrementAndGet();
          round.run();
        },
        () -> ended.set(true));
  }

  private void awaitRounds(int count) {
    Awaitility.await().until(() -> rounds.get() >= count);
  }

  private static void block() throws InterruptedException {
    new CountDownLatch(1).await();
  }

  @Test
  void neitherTroubleNorADefectEndsIt() {
    var thread =
        thread(
            Duration.ofMillis(1),
            () -> {
              switch (rounds.get()) {
                case 1 -> throw Unavailable.outOfReach("the database is locked");
                case 2 -> throw new IllegalStateException("a row that nobody can read");
                default -> block();
              }
            });
    thread.start();
    awaitRounds(3);
    thread.close();
    assertThat(ended).isTrue();
  }

  @Test
  void aPauseAfterADefectEndsWhenItIsClosed() {
    var thread =
        thread(
            NEVER,
            () -> {
              throw new IllegalStateException("a defect");
            });
    thread.start();
    awaitRounds(1);
    thread.end();
    thread.join();
    assertThat(ended).isTrue();
    assertThat(rounds).hasValue(1);
  }

  @Test
  void aRoundMayEndIt() {
    var own = new LoopThread[1];
    own[0] = thread(NEVER, () -> own[0].end());
    own[0].start();
    own[0].join();
    assertThat(ended).isTrue();
    assertThat(rounds).hasValue(1);
  }

  @Test
  void itCanBeClosedBeforeItHasStarted() {
    thread(NEVER, LoopThreadTest::block).close();
    assertThat(rounds).hasValue(0);
  }
}
