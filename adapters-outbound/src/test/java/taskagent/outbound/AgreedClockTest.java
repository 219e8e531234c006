package taskagent.outbound;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A clock synchronised with a server, whatever the clock of its machine shows. */
final class AgreedClockTest {

  @RegisterExtension
  static final WireMockExtension SERVER =
      WireMockExtension.newInstance()
          .options(options().bindAddress("127.0.0.1").dynamicPort())
          .build();

  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final AtomicLong nanos = new AtomicLong(-5);

  private AgreedClock clockThatShows(Instant own) {
    return new AgreedClock(URI.create(SERVER.baseUrl()), () -> own, nanos::get);
  }

  private static void serverSays(String date) {
    SERVER.stubFor(any(anyUrl()).willReturn(aResponse().withHeader("Date", date)));
  }

  private static void serverShows(Instant time) {
    serverSays(DateTimeFormatter.RFC_1123_DATE_TIME.format(time.atZone(ZoneOffset.UTC)));
  }

  /** On a busy machine, the server of the test may not answer in the clock's time. */
  private static void ask(AgreedClock clock) {
    await().atMost(Duration.ofSeconds(60)).pollDelay(Duration.ZERO).until(clock::ask);
  }

  @ParameterizedTest
  @ValueSource(longs = {-3_600_000, -2_000, 2_500, 3_600_000})
  void isRightToTheSecondAtOnceHoweverWrongItsMachineIs(long millis) {
    var clock = clockThatShows(NOON.plusMillis(millis));
    serverShows(NOON);
    ask(clock);
    assertThat(clock.instant()).isBetween(NOON, NOON.plus(SECOND));
  }

  @ParameterizedTest
  @ValueSource(longs = {-3_600_000, 3_600_000})
  void becomesBetterWithEachAnswer(long millis) {
    var clock = clockThatShows(NOON.plusMillis(millis));
    for (int tick = 0; tick < 100; tick++) {
      var now = NOON.plusMillis(tick * 10_037L); // another part of a second each time
      serverShows(now);
      ask(clock);
      nanos.addAndGet(Duration.ofMillis(10_037).toNanos());
    }
    assertThat(Duration.between(NOON.plusMillis(100 * 10_037L), clock.instant()).abs())
        .isLessThan(Duration.ofMillis(50));
  }

  @ParameterizedTest
  @ValueSource(longs = {-3_600_000, 3_600_000})
  void isRightToTheFractionOnceASecondHasBegunThere(long millis) {
    SERVER.stubFor(
        any(anyUrl())
            .willReturn(
                aResponse()
                    .withHeader(
                        "Date", "{{now timezone='GMT' format='EEE, dd MMM yyyy HH:mm:ss z'}}")
                    .withTransformers("response-template")));
    var clock =
        new AgreedClock(
            URI.create(SERVER.baseUrl()), () -> Instant.now().plusMillis(millis), System::nanoTime);
    ask(clock);
    // On a busy machine an answer may come late, and the next second is as good.
    await()
        .pollDelay(Duration.ZERO)
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> {
              clock.awaitSecond();
              assertThat(Duration.between(Instant.now(), clock.instant()).abs())
                  .isLessThan(Duration.ofMillis(200));
            });
  }

  @Test
  void leavesAClockThatMayBeRightAsItIs() {
    var clock = clockThatShows(NOON.plusMillis(420));
    serverShows(NOON);
    ask(clock);
    assertThat(clock.instant()).isEqualTo(NOON.plusMillis(420));
  }

  @Test
  void timePassesWithoutItsMachinesClock() {
    var clock = clockThatShows(NOON);
    serverShows(NOON);
    ask(clock);
    nanos.addAndGet(Duration.ofMinutes(2).toNanos());
    assertThat(clock.instant()).isEqualTo(NOON.plusSeconds(120));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "noon", "Thu, 01 Jan 2026"})
  void whatIsNoTimeChangesNothing(String date) {
    var clock = clockThatShows(NOON);
    serverSays(date);
    assertThat(clock.ask()).isFalse();
    assertThat(clock.instant()).isEqualTo(NOON);
  }

  @Test
  void aServerThatIsAwayChangesNothing() {
    var clock = new AgreedClock(URI.create("http://127.0.0.1:1/"), () -> NOON, nanos::get);
    assertThat(clock.ask()).isFalse();
    assertThat(clock.instant()).isEqualTo(NOON);
  }
}
