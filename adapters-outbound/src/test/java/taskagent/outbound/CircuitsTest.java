package taskagent.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import taskagent.outbound.Circuits.Called;
import taskagent.outbound.Circuits.Passed;
import taskagent.outbound.Circuits.Reach;

/** The circuits of an address and of the assignees behind it. */
class CircuitsTest {

  private static final int IN_A_ROW = 5;
  private static final Duration OPEN = Duration.ofSeconds(10);

  private volatile Instant now = Instant.EPOCH;
  private final Circuits circuits = circuits(64, () -> 0L);

  private Circuits circuits(int atOnce, RandomGenerator random) {
    return new Circuits("http://receiver", atOnce, () -> now, random);
  }

  private Passed<String> call(String assignee, Reach reach) {
    return call(circuits, assignee, reach);
  }

  private static Passed<String> call(Circuits circuits, String assignee, Reach reach) {
    try {
      return circuits.pass(assignee, () -> new Called<>("called", reach, "no answer"));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void assertCalled(String assignee) {
    assertThat(call(assignee, Reach.REACHED)).isEqualTo(new Passed.Made<>("called"));
  }

  private void assertWaits(String assignee, Duration wait) {
    assertThat(call(assignee, Reach.REACHED)).isEqualTo(new Passed.Waits<>(wait));
  }

  @Test
  void anAssigneeWhoCannotBeReachedDoesNotHoldUpTheOthers() {
    for (int i = 0; i < IN_A_ROW; i++) {
      assertThat(call("dead", Reach.ASSIGNEE_NOT_REACHED)).isInstanceOf(Passed.Made.class);
    }

    for (int i = 0; i < 50; i++) {
      assertWaits("dead", OPEN);
      assertCalled("ada");
    }
  }

  @Test
  void fewAssigneesWhoCannotBeReachedDoNotHoldUpTheOthersEither() {
    for (int i = 0; i < 20; i++) {
      for (var dead : new String[] {"d1", "d2", "d3", "d4"}) {
        call(dead, Reach.ASSIGNEE_NOT_REACHED);
      }
    }

    assertWaits("d1", OPEN);
    assertCalled("ada");
  }

  @Test
  void anAddressThatCannotBeConnectedHoldsUpEverybodyUntilATrialSucceeds() {
    for (int i = 0; i < IN_A_ROW; i++) {
      assertThat(call("user-" + i % 2, Reach.ADDRESS_NOT_REACHED)).isInstanceOf(Passed.Made.class);
    }

    assertWaits("ada", OPEN);
    now = now.plus(OPEN).plusMillis(1);
    assertCalled("ada");
    assertCalled("user-0");
  }

  @Test
  void anOutageForDifferentAssigneesIsAnOutageOfTheAddress() {
    for (int i = 0; i < IN_A_ROW; i++) {
      assertThat(call("user-" + i, Reach.ASSIGNEE_NOT_REACHED)).isInstanceOf(Passed.Made.class);
    }

    assertWaits("ada", OPEN);
  }

  @Test
  void oneSuccessBetweenThemShowsThatTheAddressIsThere() {
    for (int i = 0; i < 50; i++) {
      if (i % (IN_A_ROW - 1) == 0) {
        assertCalled("ada");
      }
      call("user-" + i, Reach.ASSIGNEE_NOT_REACHED);
    }

    assertCalled("bob");
  }

  @Test
  void whatSaysNothingAboutTheReceiverOpensNoCircuit() {
    for (int i = 0; i < 50; i++) {
      assertThat(call("ada", Reach.UNKNOWN)).isInstanceOf(Passed.Made.class);
    }
  }

  @Test
  void callsAreLimitedForTheAddressAndForEachAssignee() throws InterruptedException {
    var few = circuits(4, () -> 0L);
    var going = new AtomicInteger();
    var tooMany = new AtomicInteger();
    var gate = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 20; i++) {
        var _ = threads.submit(() -> few.pass("slow", () -> held(going, tooMany, gate)));
      }
      await().until(() -> going.get() == 2);
      var others = new AtomicInteger();
      for (int i = 0; i < 20; i++) {
        var user = "user-" + i;
        var _ = threads.submit(() -> few.pass(user, () -> held(others, tooMany, gate)));
      }
      await().until(() -> others.get() == 2);
      gate.countDown();
    }

    assertThat(going).as("all calls were made").hasValue(20);
    assertThat(tooMany).as("calls beyond the limit").hasValue(0);
  }

  private static Called<String> held(
      AtomicInteger going, AtomicInteger tooMany, CountDownLatch gate) {
    if (going.incrementAndGet() > 2 && gate.getCount() > 0) {
      tooMany.incrementAndGet();
    }
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return new Called<>("called", Reach.REACHED, "");
  }

  @Test
  void thoseWhoWaitDoNotComeBackAtOnce() {
    var random = new SplittableRandom(1);
    var jittered = circuits(64, random);
    for (int i = 0; i < IN_A_ROW; i++) {
      call(jittered, "ada", Reach.ADDRESS_NOT_REACHED);
    }

    var waits = new ArrayList<Duration>();
    for (int i = 0; i < 1_221; i++) {
      if (call(jittered, "ada", Reach.REACHED) instanceof Passed.Waits<String>(var wait)) {
        waits.add(wait);
      }
    }

    assertThat(waits)
        .hasSize(1_221)
        .allSatisfy(wait -> assertThat(wait).isGreaterThanOrEqualTo(OPEN));
    var inOneSecond =
        IntStream.range(0, 60)
            .mapToLong(s -> waits.stream().filter(wait -> wait.toSeconds() == s).count())
            .max()
            .orElseThrow();
    assertThat(inOneSecond).as("calls in the busiest second").isLessThan(250);
  }
}
