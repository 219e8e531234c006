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
 * The time by the clock of an HTTP server that all replicas ask, so that they agree on it though
 * the clocks of their machines do not (ADR 0018). Such a server says in each answer what time it is
 * (RFC 9110 §6.6.1), but only to the second.
 *
 * <p>Between two answers, time passes by {@link System#nanoTime}, which nobody can set. An answer
 * tells within which second that server's clock was; what was believed before is kept if it is
 * within it, and otherwise becomes what is nearest. One that was wrong at the start is asked for a
 * second, until another begins there, and is right to some hundredths of a second then.
 *
 * <p>While that server does not answer, the last that it said counts. Before its first answer, and
 * {@link #start} waits for it for a while, this machine's own clock does.
 */
public final class AgreedClock implements InstantSource {

  private static final System.Logger LOG = System.getLogger(AgreedClock.class.getName());
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Duration FIRST_WITHIN = Duration.ofSeconds(10);
  private static final Duration BEFORE_NEXT_TRY = Duration.ofMillis(200);
  private static final Duration WITHIN_A_SECOND = Duration.ofMillis(10);
  private static final Duration A_SECOND_BEGINS = Duration.ofMillis(1_050);
  private static final Duration PERIOD = Duration.ofSeconds(10);

  /** A clock that is wrong by no more is as good as that of any machine. */
  private static final Duration WORTH_TELLING = Duration.ofSeconds(1);

  private final URI server;
  private final LongSupplier nanoTime;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();

  /** What the time was when {@code nanoTime} was 0. */
  private volatile Instant origin;

  /** A clock that has not asked yet. */
  AgreedClock(URI server, InstantSource own, LongSupplier nanoTime) {
    this.server = server;
    this.nanoTime = nanoTime;
    this.origin = own.instant().minusNanos(nanoTime.getAsLong());
  }

  /**
   * A clock that goes by that server's; asks it at once, for ten seconds at most, and then again
   * and again, as long as the process lives.
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
            "{0} does not say what time it is; until it does, this machine''s own clock counts",
            server);
        return;
      }
      LockSupport.parkNanos(BEFORE_NEXT_TRY.toNanos());
    }
    if (!origin.equals(own)) {
      awaitSecond();
    }
  }

  /** Asks until one second after another has begun there, which tells more than the second. */
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

  /** Asks what time it is; whether that was answered. */
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
      LOG.log(DEBUG, "asked " + server + " what time it is", e);
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Its clock showed that second at some moment between the two. */
  private void learn(Instant second, long asked, long answered) {
    var earliest = second.minusNanos(answered);
    var latest = second.plusSeconds(1).minusNanos(asked);
    var before = origin;
    origin = before.isBefore(earliest) ? earliest : before.isAfter(latest) ? latest : before;
    var wrong = Duration.between(before, origin);
    if (wrong.abs().compareTo(WORTH_TELLING) > 0) {
      LOG.log(
          WARNING,
          "what counted as the time was {0} s {1} that of {2}, which counts from now on",
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
