package taskagent.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** That a load counts what happened, on a server that is made to answer wrongly. */
final class LoadTest {

  private static final Load SHORT = new Load(4, Duration.ofMillis(50), Duration.ofMillis(300));

  private final AtomicInteger answered = new AtomicInteger();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          int status = answered.incrementAndGet() % 10 == 0 ? 503 : 200;
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
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
  void tellsWhenWhatIsDoneLaterWasAccepted() throws Exception {
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
  void clientsGiveUpIfNothingSucceeds() throws Exception {
    var outcome = SHORT.on(target(), _ -> (connection, _) -> connection.get("/").expect("never"));

    assertThat(outcome.times().getTotalCount()).isZero();
    assertThat(outcome.failed()).isLessThanOrEqualTo(4 * 100);
  }

  @Test
  void countsAServerThatIsNotThere() throws Exception {
    var target = target();
    server.stop(0);

    var outcome = SHORT.on(target, _ -> (connection, _) -> connection.get("/"));

    assertThat(outcome.times().getTotalCount()).isZero();
    assertThat(outcome.failed()).isPositive();
  }

  private Target target() {
    return new Target(server.getAddress(), OptionalLong.empty(), false);
  }
}
