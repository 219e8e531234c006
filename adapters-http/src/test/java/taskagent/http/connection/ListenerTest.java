package taskagent.http.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.helidon.webserver.ListenerConfig;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A port that has failed is opened again, and if that is not possible, somebody is told. */
final class ListenerTest {

  private static final Duration INTERVAL = Duration.ofMillis(50);
  private static final Duration LONG = Duration.ofMinutes(1);

  private final Listener listener = listener();
  private final ListenerWatch watch = new ListenerWatch(listener, INTERVAL);
  private volatile String lost = "";

  private static Listener listener() {
    try {
      return Listener.start(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
          new OpenConnections(16, LONG, LONG),
          new ProtocolContext(
              ListenerConfig.create(),
              Http1ConnectionSelector.builder().config(Http1Config.create()).build(),
              DirectHandlers.create(),
              HttpRouting.builder().any((_, response) -> response.send("here"))),
          new MemoryLimit(1 << 20));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @AfterEach
  void stop() {
    watch.close();
    listener.close();
  }

  private String answer() throws IOException, InterruptedException {
    try (var client = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + listener.port()))
              .timeout(Duration.ofSeconds(5));
      return client.send(request.build(), BodyHandlers.ofString()).body();
    }
  }

  @Test
  void anInterruptionOfItsThreadClosesThePortOnlyForAMoment() throws Exception {
    assertThat(answer()).isEqualTo("here");
    var thread =
        Thread.getAllStackTraces().keySet().stream()
            .filter(candidate -> candidate.getName().equals("http-listener-" + listener.port()))
            .findFirst()
            .orElseThrow();
    thread.interrupt();
    await().until(() -> listener.failures() > 0);
    await().ignoreExceptions().until(() -> answer().equals("here"));
    assertThat(watch.accepting()).isTrue();
  }

  @Test
  void saysSoIfThePortCannotBeOpenedAgainAndServesOnceItCan() throws Exception {
    watch.onLost(reason -> lost = reason);
    try (var thief = takePort()) {
      await().until(() -> !watch.accepting());
      await().until(() -> !lost.isEmpty());
      assertThat(lost).contains("port " + thief.getLocalPort());
    }
    await().until(watch::accepting);
    assertThat(answer()).isEqualTo("here");
  }

  /** Closes the port, and takes it before the listener opens it again. */
  private ServerSocket takePort() {
    return await().until(this::tryToTakePort, Optional::isPresent).orElseThrow();
  }

  private Optional<ServerSocket> tryToTakePort() throws IOException {
    var thief = new ServerSocket();
    thief.setReuseAddress(true);
    listener.reopen();
    try {
      thief.bind(listener.address());
      return Optional.of(thief);
    } catch (BindException e) { // the listener was faster
      thief.close();
      return Optional.empty();
    }
  }

  @Test
  void manyConnectionsOneAfterAnotherAreServed() throws Exception {
    for (int i = 0; i < 40; i++) { // more than there are places
      assertThat(answer()).isEqualTo("here");
    }
    assertThat(listener.failures()).isZero();
  }
}
