package taskagent.outbound;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.event.CircuitBreakerOnStateTransitionEvent;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import taskagent.domain.port.Notifier;
import taskagent.domain.processing.Notification;
import taskagent.json.Json;

/**
 * Notifies by posting JSON to an address, with the notification's key as {@code Idempotency-Key}.
 *
 * <p>All calls for one key have the same body, because receivers that follow the draft standard for
 * {@code Idempotency-Key} refuse a known key with another body. The number of the attempt is in the
 * header {@value #ATTEMPT}.
 *
 * <p>2xx means sent. 409 puts the notification off, because the receiver still processes an earlier
 * call with this key. So do 408, 425, 429 and 503 with {@code Retry-After}. The same without that
 * header, other 5xx, and no answer are transient failures. Everything else, including redirects, is
 * final. There is one exception: 422 counts as sent if the answer to an earlier call was lost,
 * because the receiver may refuse the key as used. An answer is lost if the call timed out or broke
 * off after it was sent, if a gateway answered for the receiver (502, 504), or if the process
 * stopped before it recorded the answer.
 *
 * <p>During an outage of the receiver, sagas wait instead of giving up (specification §4). After
 * {@value #UNREACHABLE_IN_A_ROW} calls in a row that did not reach the receiver (refused, timed
 * out, 502, 503 or 504), the circuit opens, and all notifications are put off for 10 s. Then one
 * call decides whether the circuit stays open for another 10 s. Any other answer shows that the
 * receiver is reachable, so a receiver that rejects some notifications does not delay others.
 */
public final class WebhookNotifier implements Notifier {

  private static final System.Logger LOG = System.getLogger(WebhookNotifier.class.getName());
  private static final int UNREACHABLE_IN_A_ROW = 5;
  private static final int ALL_PERCENT = 100;
  private static final Duration OPEN = Duration.ofSeconds(10);

  /** How long other notifications wait for the trial call that tests the receiver. */
  private static final Duration TRIAL = Duration.ofSeconds(1);

  /** The name of the header with the number of the attempt, from 1. */
  static final String ATTEMPT = "Notification-Attempt";

  /** The wait after 409 without {@code Retry-After}. */
  private static final Duration STILL_IN_PROGRESS = Duration.ofSeconds(2);

  private static final Duration LONGEST_RETRY_AFTER = Duration.ofMinutes(10);

  private final Webhook webhook;
  private final InstantSource clock;
  private final CircuitBreaker breaker;
  private final String receiver;
  private final AtomicInteger underWay = new AtomicInteger();
  private final AtomicInteger putOff = new AtomicInteger();
  private volatile Instant halfOpensAt = Instant.MIN;
  private volatile String lastFailure = "";

  /**
   * Creates a notifier that posts to an address.
   *
   * @param timeout how long to wait for an answer
   * @throws IllegalArgumentException if the address is not an HTTP address
   */
  public WebhookNotifier(URI address, Duration timeout, InstantSource clock) {
    this.webhook = new Webhook(address, timeout);
    this.receiver = address.getScheme() + "://" + address.getRawAuthority();
    this.clock = clock;
    this.breaker = breaker(clock);
    breaker.getEventPublisher().onStateTransition(this::changed);
  }

  private static CircuitBreaker breaker(InstantSource clock) {
    return CircuitBreaker.of(
        "notify",
        CircuitBreakerConfig.custom()
            .slidingWindowSize(UNREACHABLE_IN_A_ROW)
            .minimumNumberOfCalls(UNREACHABLE_IN_A_ROW)
            .failureRateThreshold(ALL_PERCENT)
            .waitDurationInOpenState(OPEN)
            .permittedNumberOfCallsInHalfOpenState(1)
            .clock(clock.withZone(ZoneOffset.UTC))
            .build());
  }

  private void changed(CircuitBreakerOnStateTransitionEvent event) {
    var transition = event.getStateTransition();
    switch (transition.getToState()) {
      case OPEN -> opened(transition.getFromState() == CircuitBreaker.State.HALF_OPEN);
      case CLOSED ->
          LOG.log(
              System.Logger.Level.INFO,
              "the circuit to {0} closed; {1} notifications waited",
              receiver,
              Integer.toString(putOff.getAndSet(0)));
      case HALF_OPEN, DISABLED, FORCED_OPEN, METRICS_ONLY -> {}
    }
  }

  /** While the circuit is open, each waiting notification is put off once per period. */
  private void opened(boolean again) {
    halfOpensAt = clock.instant().plus(OPEN);
    LOG.log(
        System.Logger.Level.WARNING,
        "the circuit to {0} {1} until {2}: {3}; {4} notifications wait",
        receiver,
        again ? "stays open" : "opened",
        halfOpensAt,
        lastFailure,
        Integer.toString(underWay.get() + putOff.getAndSet(0)));
  }

  @Override
  public Notified notify(Notification notification) {
    if (!breaker.tryAcquirePermission()) {
      return notTried();
    }
    long began = System.nanoTime();
    underWay.incrementAndGet();
    try {
      var tried = post(notification);
      record(tried, System.nanoTime() - began);
      return tried.notified();
    } finally {
      underWay.decrementAndGet();
    }
  }

  private Notified notTried() {
    putOff.incrementAndGet();
    var now = clock.instant();
    var at = halfOpensAt;
    return new NotNow(
        at.isAfter(now) ? at : now.plus(TRIAL), "the receiver fails; its circuit is open");
  }

  /** The result of one call, and whether it reached the receiver. */
  private record Tried(Notified notified, boolean reached) {}

  private void record(Tried tried, long took) {
    if (!tried.reached()) {
      lastFailure = tried.notified() instanceof Failed(var reason, _, _) ? reason : "no answer";
      breaker.onError(took, TimeUnit.NANOSECONDS, new IOException("the receiver is unreachable"));
    } else if (tried.notified() instanceof NotNow) {
      breaker.releasePermission(); // the receiver's own limit says nothing about its health
    } else {
      breaker.onSuccess(took, TimeUnit.NANOSECONDS);
    }
  }

  private Tried post(Notification notification) {
    try {
      return meaning(
          notification,
          webhook.post(
              body(notification),
              "application/json",
              Map.of(
                  "Idempotency-Key",
                  notification.key(),
                  ATTEMPT,
                  Integer.toString(notification.attempt()))));
    } catch (ConnectException | HttpConnectTimeoutException e) {
      return new Tried(new Failed("the receiver cannot be reached", true), false);
    } catch (IOException e) {
      return new Tried(new Failed("the receiver did not answer", true, true), false);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Tried(new Failed("interrupted", true, true), true);
    } catch (RuntimeException e) { // the permit must be returned in any case
      LOG.log(System.Logger.Level.ERROR, () -> "cannot post " + notification.key(), e);
      return new Tried(new Failed("it cannot be posted", false), true);
    }
  }

  private static String body(Notification notification) {
    return Json.object(
        json -> {
          json.writeStringField("key", notification.key());
          json.writeStringField("task_id", notification.task().value());
          json.writeStringField("assignee", notification.assignee());
          json.writeStringField("title", notification.title());
          json.writeStringField("deadline", notification.deadline().toString());
        });
  }

  private Tried meaning(Notification notification, Webhook.Answer answer) {
    int status = answer.status();
    var reason = "the receiver answered " + status;
    if (status >= 200 && status < 300) {
      return new Tried(new Sent(), true);
    }
    if (status == 408 || status == 425 || status == 429 || status == 503) {
      return retryAfter(answer)
          .map(time -> new Tried(new NotNow(time, reason), true))
          .orElseGet(() -> new Tried(new Failed(reason, true), status != 503));
    }
    if (status == 409) {
      var later = clock.instant().plus(STILL_IN_PROGRESS);
      return new Tried(new NotNow(retryAfter(answer).orElse(later), reason), true);
    }
    if (status == 422 && notification.repeated()) {
      LOG.log(
          System.Logger.Level.INFO,
          "{0} counts as sent: the receiver answered 422, and an earlier answer was lost",
          notification.key());
      return new Tried(new Sent(), true);
    }
    boolean byGateway = status == 502 || status == 504;
    return new Tried(new Failed(reason, status >= 500, byGateway), !byGateway);
  }

  private Optional<Instant> retryAfter(Webhook.Answer answer) {
    return answer
        .headers()
        .firstValue("Retry-After")
        .flatMap(text -> RetryAfter.read(text, clock.instant(), LONGEST_RETRY_AFTER));
  }
}
