package taskagent.outbound;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import taskagent.domain.port.Metric;
import taskagent.domain.port.Notifier;
import taskagent.domain.processing.Notification;
import taskagent.json.Json;
import taskagent.outbound.Circuits.Called;
import taskagent.outbound.Circuits.Passed;
import taskagent.outbound.Circuits.Reach;

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
 * <p>During an outage of the receiver, sagas wait instead of giving up (specification §4): the
 * {@link Circuits} of the address and of each assignee put notifications off.
 */
public final class WebhookNotifier implements Notifier {

  private static final System.Logger LOG = System.getLogger(WebhookNotifier.class.getName());

  /** The name of the header with the number of the attempt, from 1. */
  static final String ATTEMPT = "Notification-Attempt";

  /** The wait after 409 without {@code Retry-After}. */
  private static final Duration STILL_IN_PROGRESS = Duration.ofSeconds(2);

  private static final Duration LONGEST_RETRY_AFTER = Duration.ofMinutes(10);

  private final Webhook webhook;
  private final InstantSource clock;
  private final Circuits circuits;

  /**
   * Creates a notifier that posts to an address.
   *
   * @param timeout how long to wait for an answer
   * @param atOnce how many calls are made at once
   * @throws IllegalArgumentException if the address is not an HTTP address
   */
  public WebhookNotifier(URI address, Duration timeout, int atOnce, InstantSource clock) {
    this(address, timeout, atOnce, clock, steady(), () -> ThreadLocalRandom.current().nextLong());
  }

  /** Like the public constructor, with a clock that is never set, and a source of jitter. */
  WebhookNotifier(
      URI address,
      Duration timeout,
      int atOnce,
      InstantSource clock,
      InstantSource steady,
      RandomGenerator random) {
    this.webhook = new Webhook(address, timeout);
    this.clock = clock;
    var receiver = address.getScheme() + "://" + address.getRawAuthority();
    this.circuits = new Circuits(receiver, atOnce, steady, random);
  }

  /** Uses {@link System#nanoTime}, because the clock can be set. */
  private static InstantSource steady() {
    long began = System.nanoTime();
    return () -> Instant.EPOCH.plusNanos(System.nanoTime() - began);
  }

  @Override
  public Notified notify(Notification notification) {
    try {
      return switch (circuits.pass(notification.assignee(), () -> post(notification))) {
        case Passed.Made<Notified>(var result) -> result;
        case Passed.Waits<Notified>(var wait) ->
            new NotNow(clock.instant().plus(wait), "the receiver fails; its circuit is open");
      };
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Failed("interrupted", true);
    }
  }

  @Override
  public List<Metric> metrics() {
    return List.of(circuits.metric());
  }

  private Called<Notified> post(Notification notification) {
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
      return failed("the receiver cannot be reached", false, Reach.ADDRESS_NOT_REACHED);
    } catch (IOException e) {
      return failed("the receiver did not answer", true, Reach.ASSIGNEE_NOT_REACHED);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return failed("interrupted", true, Reach.UNKNOWN);
    } catch (RuntimeException e) { // the permission must be returned in any case
      LOG.log(System.Logger.Level.ERROR, () -> "cannot post " + notification.key(), e);
      return new Called<>(new Failed("it cannot be posted", false), Reach.UNKNOWN, "");
    }
  }

  private static Called<Notified> failed(String why, boolean unanswered, Reach reach) {
    return new Called<>(new Failed(why, true, unanswered), reach, why);
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

  private Called<Notified> meaning(Notification notification, Webhook.Answer answer) {
    int status = answer.status();
    var reason = "the receiver answered " + status;
    if (status >= 200 && status < 300) {
      return answered(new Sent());
    }
    if (status == 409) {
      var later = clock.instant().plus(STILL_IN_PROGRESS);
      return answered(new NotNow(retryAfter(answer).orElse(later), reason));
    }
    if (status == 422 && notification.repeated()) {
      LOG.log(
          System.Logger.Level.INFO,
          "{0} counts as sent: the receiver answered 422, and an earlier answer was lost",
          notification.key());
      return answered(new Sent());
    }
    if (status == 408 || status == 425 || status == 429 || status == 503) {
      var time = retryAfter(answer);
      if (time.isPresent()) { // its own limit says nothing about whether it can be reached
        return new Called<>(new NotNow(time.get(), reason), Reach.UNKNOWN, "");
      }
    }
    if (status >= 502 && status <= 504) {
      return failed(reason, status != 503, Reach.ASSIGNEE_NOT_REACHED);
    }
    boolean mayPass = status >= 500 || status == 408 || status == 425 || status == 429;
    return answered(new Failed(reason, mayPass));
  }

  private static Called<Notified> answered(Notified result) {
    return new Called<>(result, Reach.REACHED, "");
  }

  private Optional<Instant> retryAfter(Webhook.Answer answer) {
    return answer
        .headers()
        .firstValue("Retry-After")
        .flatMap(text -> RetryAfter.read(text, clock.instant(), LONGEST_RETRY_AFTER));
  }
}
