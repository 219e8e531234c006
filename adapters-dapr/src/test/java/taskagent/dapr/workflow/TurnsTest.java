package taskagent.dapr.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import taskagent.domain.port.Unavailable;

/** A burst is refused early, and a failure frees its place. */
final class TurnsTest {

  @Test
  void whoWaitsTooLongIsToldThatThereIsTooMuchToDo() throws Exception {
    var turns = new Turns(1, Duration.ofMillis(50));
    var began = new CountDownLatch(1);
    var end = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var first =
          threads.submit(
              () ->
                  turns.take(
                      () -> {
                        began.countDown();
                        await(end);
                        return "first";
                      }));
      began.await();

      assertThatThrownBy(() -> turns.take(() -> "second"))
          .isInstanceOfSatisfying(
              Unavailable.class,
              refused -> assertThat(refused.kind()).isEqualTo(Unavailable.Kind.OVERLOADED));

      end.countDown();
      assertThat(first.get()).isEqualTo("first");
    }
    assertThat(turns.take(() -> "third")).isEqualTo("third");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aFailureFreesItsPlace() {
    var turns = new Turns(1, Duration.ZERO);

    assertThatThrownBy(
            () ->
                turns.take(
                    () -> {
                      throw new IllegalStateException("it fails");
                    }))
        .hasMessage("it fails");
    assertThat(turns.take(() -> "next")).isEqualTo("next");
  }
}
