package taskagent.outbound;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import taskagent.domain.port.Metric;

/**
 * The circuits of one webhook: one for its address, and one for each assignee behind it.
 *
 * <p>If no connection can be made, nobody behind the address can be reached, and the circuit of the
 * address counts it. If the connection is there but no answer comes, or a gateway answers (502 to
 * 504), only this assignee may be concerned, and the circuit of the assignee counts it. So one
 * assignee's circuit does not hold up the others. If such calls fail in a row for {@value
 * #DIFFERENT} different assignees, with no success for anybody between them, the address is taken
 * for unreachable too.
 */
final class Circuits {

  private static final int DIFFERENT = 5;

  /** The circuits of assignees that were not notified for the longest time are forgotten. */
  private static final int ASSIGNEES = 1_000;

  private final String address;
  private final int atOnce;
  private final InstantSource steady;
  private final RandomGenerator random;
  private final Circuit ofAddress;
  private final Set<String> failedInARow = ConcurrentHashMap.newKeySet();
  private final Map<String, Circuit> ofAssignees =
      Collections.synchronizedMap(
          new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Circuit> eldest) {
              return size() > ASSIGNEES;
            }
          });

  /**
   * Creates closed circuits.
   *
   * @param atOnce how many calls to the address are made at once; one assignee gets half of them
   */
  Circuits(String address, int atOnce, InstantSource steady, RandomGenerator random) {
    this.address = address;
    this.atOnce = atOnce;
    this.steady = steady;
    this.random = random;
    this.ofAddress = new Circuit(address, atOnce, steady, random);
  }

  /** What a call says about whether the receiver can be reached. */
  enum Reach {
    REACHED,
    /** It was connected, but no answer came from the receiver itself. */
    ASSIGNEE_NOT_REACHED,
    /** No connection could be made. */
    ADDRESS_NOT_REACHED,
    UNKNOWN
  }

  /** The result of a call, and what it says about the receiver. */
  record Called<T>(T result, Reach reach, String why) {}

  /** A call to the receiver. It must not throw. */
  interface Call<T> {
    Called<T> make();
  }

  /** Either a call was made, or it must wait. */
  sealed interface Passed<T> {
    record Made<T>(T result) implements Passed<T> {}

    record Waits<T>(Duration duration) implements Passed<T> {}
  }

  /**
   * Makes a call if both circuits allow it, when there is a slot.
   *
   * @throws InterruptedException if the thread is interrupted while it waits for a slot; no call
   *     was made
   */
  <T> Passed<T> pass(String assignee, Call<T> call) throws InterruptedException {
    var own =
        ofAssignees.computeIfAbsent(
            assignee,
            _ -> new Circuit(assignee + " at " + address, Math.max(1, atOnce / 2), steady, random));
    var wait = own.openFor().or(ofAddress::openFor);
    if (wait.isPresent()) {
      return new Passed.Waits<>(wait.get());
    }
    own.awaitSlot();
    try {
      ofAddress.awaitSlot();
      try {
        return entered(assignee, own, call);
      } finally {
        ofAddress.giveSlotBack();
      }
    } finally {
      own.giveSlotBack();
    }
  }

  /** Asks again, because the circuits may have opened while the call waited for its slot. */
  private <T> Passed<T> entered(String assignee, Circuit own, Call<T> call) {
    var wait = own.enter();
    if (wait.isEmpty()) {
      wait = ofAddress.enter();
      wait.ifPresent(_ -> own.unknown());
    }
    if (wait.isPresent()) {
      return new Passed.Waits<>(wait.get());
    }
    long began = System.nanoTime();
    var called = call.make();
    report(assignee, own, called, System.nanoTime() - began);
    return new Passed.Made<>(called.result());
  }

  /** Returns the metric of the open circuits. */
  Metric metric() {
    return Metric.gauge(
        "taskagent_circuits_open",
        "Circuits that make notifications wait, because a receiver could not be reached.",
        List.of(
            new Metric.Sample(Map.of("of", "address"), () -> ofAddress.isOpen() ? 1 : 0),
            new Metric.Sample(Map.of("of", "assignee"), this::openOfAssignees)));
  }

  private long openOfAssignees() {
    synchronized (ofAssignees) {
      return ofAssignees.values().stream().filter(Circuit::isOpen).count();
    }
  }

  private void report(String assignee, Circuit own, Called<?> called, long nanos) {
    switch (called.reach()) {
      case REACHED -> {
        failedInARow.clear();
        own.reached(nanos);
        ofAddress.reached(nanos);
      }
      case ADDRESS_NOT_REACHED -> {
        own.unknown();
        ofAddress.notReached(nanos, called.why());
      }
      case ASSIGNEE_NOT_REACHED -> {
        own.notReached(nanos, called.why());
        if (failedInARow.add(assignee) || ofAddress.tries()) {
          ofAddress.notReached(nanos, called.why());
        } else {
          ofAddress.unknown();
        }
        if (failedInARow.size() >= DIFFERENT) {
          failedInARow.clear();
        }
      }
      case UNKNOWN -> {
        own.unknown();
        ofAddress.unknown();
      }
    }
  }
}
