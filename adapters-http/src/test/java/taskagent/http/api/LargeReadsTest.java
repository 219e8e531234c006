package taskagent.http.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import taskagent.domain.port.Unavailable;

@Timeout(60)
class LargeReadsTest {

  private static final Duration SOON = Duration.ofSeconds(30);

  private final CountDownLatch inside = new CountDownLatch(2);
  private final CountDownLatch leave = new CountDownLatch(1);

  private int occupy() {
    inside.countDown();
    try {
      leave.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return 1;
  }

  @Test
  void aReadWithoutAPlaceIsRefusedAfterAWhile() throws Exception {
    var reads = new LargeReads(2, Duration.ofMillis(50));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var first = threads.submit(() -> reads.read(this::occupy));
      var second = threads.submit(() -> reads.read(this::occupy));
      inside.await();
      assertThatThrownBy(() -> reads.read(() -> 1)).isInstanceOf(Unavailable.class);
      leave.countDown();
      assertThat(first.get() + second.get()).isEqualTo(2);
    }
    assertThat(reads.read(() -> 1)).isEqualTo(1);
  }

  @Test
  void aReadWaitsForAPlace() throws Exception {
    var reads = new LargeReads(2, SOON);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var first = threads.submit(() -> reads.read(this::occupy));
      var second = threads.submit(() -> reads.read(this::occupy));
      inside.await();
      var third = threads.submit(() -> reads.read(() -> 3));
      assertThat(third.isDone()).isFalse();
      leave.countDown();
      assertThat(first.get() + second.get() + third.get()).isEqualTo(5);
    }
  }

  @Test
  void aReadThatFailsFreesItsPlace() {
    var reads = new LargeReads(1, SOON);
    assertThatThrownBy(
            () ->
                reads.read(
                    () -> {
                      throw new IllegalStateException("failed");
                    }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(reads.read(() -> 1)).isEqualTo(1);
  }
}
