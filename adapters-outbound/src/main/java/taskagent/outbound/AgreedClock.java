package taskagent.outbound;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * A clock synchronised with an HTTP server that all replicas ask, so that they agree on the time
 * even if the clocks of their machines differ (ADR 0018). The server sends its time in each answer
 * (RFC 9110 §6.6.1), but only to the second.
 *
 * <p>Between two answers, the time advances by {@link System#nanoTime}, which cannot be set. An
 * answer gives the second in which the server's clock was. If the current estimate is within it, it
 * is kept; otherwise it moves to the nearest time in that second. If the estimate was wrong at the
 * start, the server is asked until its next second begins. The estimate is then right to some
 * hundredths of a second.
 *
 * <p>While the server does not answer, its last answer is used. Before its first answer, for which
 * {@link #start} waits, the clock of this machine is used.
 */
public final class AgreedClock implements InstantSource {

  private static final System.Logger LOG = System.getLogger(AgreedClock.class.getName());
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Duration FIRST_WITHIN = Duration.ofSeconds(10);
  private static final Duration BEFORE_NEXT_TRY = Duration.ofMillis(200);
  private static final Duration WITHIN_A_SECOND = Duration.ofMillis(10);
  private static final Duration A_SECOND_BEGINS = Duration.ofMillis(1_050);
  private static final Duration PERIOD = Duration.ofSeconds(10);

  /** Smaller corrections are not logged. */
  private static final Duration WORTH_TELLING = Duration.ofSeconds(1);

  private final URI server;
  private final LongSupplier nanoTime;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();

  /** The time at which {@code nanoTime} was 0. */
  private volatile Instant origin;

  /** Creates a clock that has not asked the server yet. */
  AgreedClock(URI server, InstantSource own, LongSupplier nanoTime) {
    this.server = server;
    this.nanoTime = nanoTime;
    this.origin = own.instant().minusNanos(nanoTime.getAsLong());
  }

  /**
   * Returns a clock synchronised with that server. Asks the server at once, for at most ten
   * seconds, and then every ten seconds as long as the process runs.
   */
  public static AgreedClock start(URI server) {
    var clock = new AgreedClock(server, InstantSource.system(), System::nanoTime);
    clock.askFirst();
    Thread.ofPlatform().daemon().name("agreed-clock").start(clock::askAgain);
    return clock;
  }

  private void askFirst() {
    var own = origin;
    long end = System.nanoTime() + FIRST_WITHIN.toNanos();
    while (!ask()) {
      if (System.nanoTime() > end) {
        LOG.log(
            WARNING,
            "cannot read the time of {0}; using the clock of this machine until it answers",
            server);
        return;
      }
      LockSupport.parkNanos(BEFORE_NEXT_TRY.toNanos());
    }
    if (!origin.equals(own)) {
      awaitSecond();
    }
  }

  /** Asks until the next second begins at the server, which gives a more precise time. */
  void awaitSecond() {
    long end = nanoTime.getAsLong() + A_SECOND_BEGINS.toNanos();
    while (nanoTime.getAsLong() < end) {
      LockSupport.parkNanos(WITHIN_A_SECOND.toNanos());
      ask();
    }
  }

  private void askAgain() {
    while (!Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(PERIOD.toNanos());
      ask();
    }
  }

  /** Asks the server; returns true if it answered. */
  boolean ask() {
    try {
      long asked = nanoTime.getAsLong();
      var answer =
          http.send(
              HttpRequest.newBuilder(server).timeout(PATIENCE).build(), BodyHandlers.discarding());
      long answered = nanoTime.getAsLong();
      var date = answer.headers().firstValue("Date").orElse("");
      learn(
          ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant(),
          asked,
          answered);
      return true;
    } catch (IOException | DateTimeException e) {
      LOG.log(DEBUG, "cannot read the time of " + server, e);
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Corrects the estimate: the server showed that second at some time between the two. */
  private void learn(Instant second, long asked, long answered) {
    var earliest = second.minusNanos(answered);
    var latest = second.plusSeconds(1).minusNanos(asked);
    var before = origin;
    origin = before.isBefore(earliest) ? earliest : before.isAfter(latest) ? latest : before;
    var wrong = Duration.between(before, origin);
    if (wrong.abs().compareTo(WORTH_TELLING) > 0) {
      LOG.log(
          WARNING,
          "clock was {0} s {1} {2}; using {2} from now on",
          Long.toString(wrong.abs().toSeconds()),
          wrong.isPositive() ? "behind" : "ahead of",
          server);
    }
  }

  @Override
  public Instant instant() {
    return origin.plusNanos(nanoTime.getAsLong()).truncatedTo(ChronoUnit.MILLIS);
  }
}
