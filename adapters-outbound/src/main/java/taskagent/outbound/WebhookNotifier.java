package taskagent.outbound;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.io.IOException;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
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
 * <p>When half of the last 20 tries got no good answer, the next 10 s are "not now" for everybody:
 * an outage of the receiver is waited for and does not make every saga give up.
 */
public final class WebhookNotifier implements Notifier {

  private static final Duration OPEN = Duration.ofSeconds(10);
  private static final Duration LONGEST_RETRY_AFTER = Duration.ofMinutes(10);

  private final Webhook webhook;
  private final InstantSource clock;
  private final CircuitBreaker breaker =
      CircuitBreaker.of(
          "notify",
          CircuitBreakerConfig.custom()
              .slidingWindowSize(20)
              .minimumNumberOfCalls(20)
              .failureRateThreshold(50)
              .waitDurationInOpenState(OPEN)
              .permittedNumberOfCallsInHalfOpenState(5)
              .automaticTransitionFromOpenToHalfOpenEnabled(false)
              .build());

  /**
   * A notifier that posts there.
   *
   * @param timeout how long to wait for an answer
   */
  public WebhookNotifier(URI address, Duration timeout, InstantSource clock) {
    this.webhook = new Webhook(address, timeout);
    this.clock = clock;
  }

  @Override
  public Notified notify(Notification notification) {
    if (!breaker.tryAcquirePermission()) {
      return new NotNow(clock.instant().plus(OPEN), "the receiver fails; its circuit is open");
    }
    long began = System.nanoTime();
    var notified = post(notification);
    long took = System.nanoTime() - began;
    if (notified instanceof Failed(var reason, boolean transientError) && transientError) {
      breaker.onError(took, TimeUnit.NANOSECONDS, new IOException(reason));
    } else {
      breaker.onSuccess(took, TimeUnit.NANOSECONDS);
    }
    return notified;
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
    return answer
        .headers()
        .firstValue("Retry-After")
        .flatMap(text -> seconds(now, text).or(() -> date(text)))
        .map(
            time ->
                time.isAfter(now.plus(LONGEST_RETRY_AFTER)) ? now.plus(LONGEST_RETRY_AFTER) : time);
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
