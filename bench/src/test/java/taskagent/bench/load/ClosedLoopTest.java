package taskagent.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.helidon.webserver.WebServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import taskagent.bench.server.Target;

/** Tests what a load counts, on a server that answers some requests wrongly. */
final class ClosedLoopTest {

  private static final ClosedLoop SHORT =
      new ClosedLoop(4, Duration.ofMillis(50), Duration.ofMillis(600));

  private final AtomicInteger answered = new AtomicInteger();
  private WebServer server;

  /** Loads the classes: on a busy machine that may take longer than a measurement. */
  @BeforeAll
  static void warmUp() throws Exception {
    var test = new ClosedLoopTest();
    test.start();
    SHORT.on(test.target(), _ -> (connection, _) -> connection.get("/").expect(200));
    test.stop();
  }

  @BeforeEach
  void start() {
    server =
        WebServer.builder()
            .address(InetAddress.getLoopbackAddress())
            .port(0)
            .routing(
                routing ->
                    routing.any(
                        (_, response) ->
                            response
                                .status(answered.incrementAndGet() % 10 == 0 ? 503 : 200)
                                .send()))
            .build()
            .start();
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  @Test
  void countsAnswersAndFailures() throws Exception {
    var outcome = SHORT.on(target(), _ -> (connection, _) -> connection.get("/").expect(200));

    assertThat(outcome.times().getTotalCount()).isPositive();
    assertThat(outcome.perSecond()).isPositive();
    assertThat(outcome.millis(99)).isPositive();
    assertThat(outcome.failures()).containsOnlyKeys("status 503 where 200 was expected");
    assertThat(outcome.failed()).isEqualTo(answered.get() / 10);
  }

  @Test
  void countsTheTimeUntilAcceptance() throws Exception {
    var outcome =
        SHORT.on(
            target(),
            _ ->
                (connection, accepted) -> {
                  connection.get("/").expect(200);
                  accepted.run();
                  connection.get("/").expect(200);
                  connection.get("/").expect(200);
                });

    assertThat(outcome.accepted().getTotalCount()).isEqualTo(outcome.times().getTotalCount());
    assertThat(outcome.acceptedMillis(50)).isPositive().isLessThan(outcome.millis(50));
  }

  @Test
  void clientsStopIfNothingSucceeds() throws Exception {
    var outcome = SHORT.on(target(), _ -> (connection, _) -> connection.get("/").expect("never"));

    assertThat(outcome.times().getTotalCount()).isZero();
    assertThat(outcome.failed()).isLessThanOrEqualTo(4 * 100);
  }

  @Test
  void countsAnUnavailableServer() throws Exception {
    var target = target();
    server.stop();

    var outcome = SHORT.on(target, _ -> (connection, _) -> connection.get("/"));

    assertThat(outcome.times().getTotalCount()).isZero();
    assertThat(outcome.failed()).isPositive();
  }

  private Target target() {
    return new Target(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()),
        OptionalLong.empty(),
        false);
  }
}
