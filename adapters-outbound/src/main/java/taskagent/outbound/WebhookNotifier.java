package taskagent.outbound;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.event.CircuitBreakerOnStateTransitionEvent;
import java.io.IOException;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import taskagent.domain.port.Notifier;
import taskagent.domain.processing.Notification;
import taskagent.json.Json;

/**
 * Notifies by posting JSON to an address, with the notification's key as {@code Idempotency-Key}.
 *
 * <p>What answers: 2xx is sent; 408, 425, 429 and 503 with {@code Retry-After} are "not now"; other
 * 5xx, these without it, and no answer at all may be tried again; everything else, redirects
 * included, is final.
 *
 * <p>An outage of the receiver is waited for, so that it does not make every saga give up (spec
 * §4): when {@value #FAILURE_PERCENT} % of the last {@value #WINDOW} tries got no good answer, the
 * next 10 s are "not now" for everybody; then one try decides whether there are 10 s more. The
 * window is some seven notifications that fail for good with three tries each, so that a few of
 * these, which the receiver always chokes on, do not hold up the others.
 */
public final class WebhookNotifier implements Notifier {

  private static final System.Logger LOG = System.getLogger(WebhookNotifier.class.getName());
  private static final int WINDOW = 20;
  private static final int FAILURE_PERCENT = 50;
  private static final Duration OPEN = Duration.ofSeconds(10);

  /** How long others wait for the one that tries whether the receiver is back. */
  private static final Duration TRIAL = Duration.ofSeconds(1);

  private static final Duration LONGEST_RETRY_AFTER = Duration.ofMinutes(10);

  private final Webhook webhook;
  private final InstantSource clock;
  private final CircuitBreaker breaker;
  private volatile Instant halfOpensAt = Instant.MIN;

  /**
   * A notifier that posts there.
   *
   * @param timeout how long to wait for an answer
   * @throws IllegalArgumentException if the address is not one of HTTP
   */
  public WebhookNotifier(URI address, Duration timeout, InstantSource clock) {
    this.webhook = new Webhook(address, timeout);
    this.clock = clock;
    this.breaker = breaker(clock);
    breaker.getEventPublisher().onStateTransition(this::changed);
  }

  private static CircuitBreaker breaker(InstantSource clock) {
    return CircuitBreaker.of(
        "notify",
        CircuitBreakerConfig.custom()
            .slidingWindowSize(WINDOW)
            .minimumNumberOfCalls(WINDOW)
            .failureRateThreshold(FAILURE_PERCENT)
            .waitDurationInOpenState(OPEN)
            .permittedNumberOfCallsInHalfOpenState(1)
            .clock(clock.withZone(ZoneOffset.UTC))
            .build());
  }

  private void changed(CircuitBreakerOnStateTransitionEvent event) {
    var state = event.getStateTransition().getToState();
    if (state == CircuitBreaker.State.OPEN) {
      halfOpensAt = clock.instant().plus(OPEN);
    }
    LOG.log(System.Logger.Level.WARNING, "the circuit to the receiver is now {0}", state);
  }

  @Override
  public Notified notify(Notification notification) {
    if (!breaker.tryAcquirePermission()) {
      return notTried();
    }
    long began = System.nanoTime();
    var notified = post(notification);
    tell(notified, System.nanoTime() - began);
    return notified;
  }

  private Notified notTried() {
    var now = clock.instant();
    var at = halfOpensAt;
    return new NotNow(
        at.isAfter(now) ? at : now.plus(TRIAL), "the receiver fails; its circuit is open");
  }

  private void tell(Notified notified, long took) {
    switch (notified) {
      case Sent() -> breaker.onSuccess(took, TimeUnit.NANOSECONDS);
      case NotNow _ -> breaker.releasePermission(); // says nothing of the next one
      case Failed(_, var transientError) when !transientError ->
          breaker.onSuccess(took, TimeUnit.NANOSECONDS); // it is there, and does not like this one
      case Failed(var reason, _) ->
          breaker.onError(took, TimeUnit.NANOSECONDS, new IOException(reason));
    }
  }

  private Notified post(Notification notification) {
    try {
      return meaning(
          webhook.post(
              body(notification),
              "application/json",
              Map.of("Idempotency-Key", notification.key())));
    } catch (IOException e) {
      return new Failed("the receiver did not answer", true);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Failed("interrupted", true);
    } catch (RuntimeException e) { // a permit must not get lost, whatever it is
      LOG.log(System.Logger.Level.ERROR, () -> "cannot post " + notification.key(), e);
      return new Failed("it cannot be posted", false);
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
          json.writeNumberField("attempt", notification.attempt());
        });
  }

  private Notified meaning(Webhook.Answer answer) {
    int status = answer.status();
    var reason = "the receiver answered " + status;
    if (status >= 200 && status < 300) {
      return new Sent();
    }
    if (status == 408 || status == 425 || status == 429 || status == 503) {
      return retryAfter(answer)
          .<Notified>map(time -> new NotNow(time, reason))
          .orElseGet(() -> new Failed(reason, true));
    }
    return new Failed(reason, status >= 500);
  }

  /** Seconds or a date (RFC 9110, section 10.2.3); what is neither is as if it were not there. */
  private Optional<Instant> retryAfter(Webhook.Answer answer) {
    var now = clock.instant();
    var latest = now.plus(LONGEST_RETRY_AFTER);
    return answer
        .headers()
        .firstValue("Retry-After")
        .flatMap(text -> seconds(now, text).or(() -> date(text)))
        .map(time -> time.isAfter(latest) ? latest : time);
  }

  private static Optional<Instant> seconds(Instant now, String text) {
    boolean digits =
        !text.isEmpty() && text.length() < 10 && text.chars().allMatch(Character::isDigit);
    return digits ? Optional.of(now.plusSeconds(Long.parseLong(text))) : Optional.empty();
  }

  private static Optional<Instant> date(String text) {
    try {
      return Optional.of(
          ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
