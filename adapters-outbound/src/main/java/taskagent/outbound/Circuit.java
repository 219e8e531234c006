package taskagent.outbound;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.event.CircuitBreakerOnStateTransitionEvent;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/**
 * The circuit of one receiver, and the limit of how many calls to it are made at once.
 *
 * <p>After {@value #IN_A_ROW} calls in a row that did not reach the receiver, the circuit opens for
 * 10 s. Then one call decides whether it stays open for another 10 s. While it is open, each caller
 * gets a wait. The waits end at random times, spread over a time that grows with the number of
 * callers, so that a receiver that has just come back does not get all of them at once.
 */
final class Circuit {

  private static final System.Logger LOG = System.getLogger(Circuit.class.getName());
  private static final int IN_A_ROW = 5;
  private static final int ALL_PERCENT = 100;
  private static final Duration OPEN = Duration.ofSeconds(10);

  /** How long other callers wait for the trial call that tests the receiver. */
  private static final Duration TRIAL = Duration.ofSeconds(1);

  /** The waits are spread so that this much time is between two callers on average. */
  private static final Duration BETWEEN = Duration.ofMillis(20);

  private static final Duration LONGEST_SPREAD = Duration.ofSeconds(30);

  private final String receiver;
  private final Semaphore slots;
  private final InstantSource steady;
  private final RandomGenerator random;
  private final CircuitBreaker breaker;
  private final AtomicInteger underWay = new AtomicInteger();
  private final AtomicInteger putOff = new AtomicInteger();
  private volatile Instant halfOpensAt = Instant.MIN;
  private volatile String lastFailure = "";

  /**
   * Creates a closed circuit.
   *
   * @param receiver its name in the log
   * @param atOnce how many calls are made at once; further callers wait
   * @param steady a clock that is never set
   */
  Circuit(String receiver, int atOnce, InstantSource steady, RandomGenerator random) {
    this.receiver = receiver;
    this.slots = new Semaphore(atOnce, true);
    this.steady = steady;
    this.random = random;
    this.breaker =
        CircuitBreaker.of(
            receiver,
            CircuitBreakerConfig.custom()
                .slidingWindowSize(IN_A_ROW)
                .minimumNumberOfCalls(IN_A_ROW)
                .failureRateThreshold(ALL_PERCENT)
                .waitDurationInOpenState(OPEN)
                .permittedNumberOfCallsInHalfOpenState(1)
                .clock(steady.withZone(ZoneOffset.UTC))
                .build());
    breaker.getEventPublisher().onStateTransition(this::changed);
  }

  private void changed(CircuitBreakerOnStateTransitionEvent event) {
    var transition = event.getStateTransition();
    switch (transition.getToState()) {
      case OPEN -> opened(transition.getFromState() == CircuitBreaker.State.HALF_OPEN);
      case CLOSED ->
          LOG.log(
              INFO,
              "the circuit to {0} closed; {1} notifications waited",
              receiver,
              Integer.toString(putOff.getAndSet(0)));
      case HALF_OPEN, DISABLED, FORCED_OPEN, METRICS_ONLY -> {}
    }
  }

  /** While the circuit is open, each waiting notification is put off once per period. */
  private void opened(boolean again) {
    halfOpensAt = steady.instant().plus(OPEN);
    LOG.log(
        WARNING,
        "the circuit to {0} {1} for {2} s: {3}; {4} notifications wait",
        receiver,
        again ? "stays open" : "opened",
        Long.toString(OPEN.toSeconds()),
        lastFailure,
        Integer.toString(underWay.get() + putOff.getAndSet(0)));
  }

  /** Waits until fewer calls than the limit are made, and then counts as one of them. */
  void awaitSlot() throws InterruptedException {
    slots.acquire();
  }

  /** Ends a call that waited for its slot. */
  void giveSlotBack() {
    slots.release();
  }

  /** Returns how long to wait if the circuit is open, without asking for permission to call. */
  Optional<Duration> openFor() {
    return isOpen() ? Optional.of(putOff()) : Optional.empty();
  }

  /** Returns true while nobody may call. */
  boolean isOpen() {
    return breaker.getState() == CircuitBreaker.State.OPEN && halfOpensAt.isAfter(steady.instant());
  }

  /**
   * Asks for permission to call. With the permission, the caller must report how the call went.
   *
   * @return how long to wait instead; empty if the call may be made now
   */
  Optional<Duration> enter() {
    if (!breaker.tryAcquirePermission()) {
      return Optional.of(putOff());
    }
    underWay.incrementAndGet();
    return Optional.empty();
  }

  private Duration putOff() {
    int callers = putOff.incrementAndGet();
    var left = Duration.between(steady.instant(), halfOpensAt);
    var spread = BETWEEN.multipliedBy(callers);
    var most = spread.compareTo(LONGEST_SPREAD) > 0 ? LONGEST_SPREAD : spread;
    return (left.isPositive() ? left : TRIAL).plusMillis(random.nextLong(most.toMillis()));
  }

  /** Returns true while the next call decides whether the circuit closes. */
  boolean tries() {
    return breaker.getState() == CircuitBreaker.State.HALF_OPEN;
  }

  /** Reports that the call reached the receiver. */
  void reached(long nanos) {
    breaker.onSuccess(nanos, TimeUnit.NANOSECONDS);
    underWay.decrementAndGet();
  }

  /** Reports that the call did not reach the receiver. */
  void notReached(long nanos, String why) {
    lastFailure = why;
    breaker.onError(nanos, TimeUnit.NANOSECONDS, new IOException(why));
    underWay.decrementAndGet();
  }

  /** Reports that the call says nothing about whether the receiver can be reached. */
  void unknown() {
    underWay.decrementAndGet();
    breaker.releasePermission();
  }
}
