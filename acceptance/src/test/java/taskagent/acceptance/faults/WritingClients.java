package taskagent.acceptance.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import taskagent.testing.server.JsonHttpClient;
import taskagent.testing.server.JsonHttpClient.Answer;

/**
 * Clients that request tasks and chat while something fails. Each answer must be a success, or 503
 * with {@code Retry-After}. They remember what was acknowledged.
 */
public final class WritingClients implements AutoCloseable {

  private static final int CLIENTS = 4;
  private static final int REQUESTS_AT_MOST = 2_000;
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Duration PAUSE = Duration.ofMillis(50);

  /** A request that the engine cannot carry out is refused in this time: a few calls of 10 s. */
  private static final Duration REFUSED = Duration.ofSeconds(40);

  private final String name;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Future<?>> running = new ArrayList<>();
  private final Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
  private final List<AtomicInteger> said =
      IntStream.range(0, CLIENTS).mapToObj(_ -> new AtomicInteger()).toList();
  private final Queue<String> refusals = new ConcurrentLinkedQueue<>();
  private volatile boolean enough;

  private WritingClients(String name) {
    this.name = name;
  }

  /** Starts clients, and assigns them to these addresses in turn. */
  public static WritingClients start(String name, List<String> addresses) {
    var writers = new WritingClients(name);
    for (int i = 0; i < CLIENTS; i++) {
      int number = i;
      var client = new JsonHttpClient(addresses.get(i % addresses.size()));
      writers.running.add(
          writers.threads.submit(
              () -> {
                writers.write(client, number);
                return number;
              }));
    }
    return writers;
  }

  private void write(JsonHttpClient client, int number) throws Exception {
    for (int i = 0; i < REQUESTS_AT_MOST && !enough; i++) {
      var id = name + "-" + number + "-" + i;
      if (taken(() -> TaskRequests.request(client, id), 202)) {
        acknowledged.add(id);
      }
      talk(client, number);
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  /** Sends the next message; the same one again if it was not answered. */
  private void talk(JsonHttpClient client, int number) throws Exception {
    int next = said.get(number).get() + 1;
    if (taken(() -> say(client, number, next), 200)) {
      said.get(number).set(next);
    }
  }

  private Answer say(JsonHttpClient client, int number, int next) throws IOException {
    var answer =
        client.post(
            "/chat/" + user(number),
            JsonHttpClient.json(Map.of("content", "message " + next)),
            "Idempotency-Key",
            "key-" + next);
    if (answer.status() == 200) {
      assertThat(answer.json().path("content").asText()).contains("(message #" + next + ")");
    }
    return answer;
  }

  private String user(int number) {
    return name + "-user-" + number;
  }

  private boolean taken(Callable<Answer> request, int expected) throws Exception {
    long sent = System.nanoTime();
    var answer = request.call();
    if (answer.status() == expected) {
      return true;
    }
    assertThat(Duration.ofNanos(System.nanoTime() - sent)).as(answer.text()).isLessThan(REFUSED);
    ProblemAssertions.check(answer, 503);
    assertThat(answer.header("Retry-After")).matches("[1-9][0-9]*");
    refusals.add(Instant.now() + " " + answer.text());
    return false;
  }

  /** Waits until so many further tasks were acknowledged. */
  public void awaitAcknowledged(int more) {
    int sum = acknowledged.size() + more;
    await("%d acknowledged".formatted(sum), () -> acknowledged.size() >= sum);
  }

  /** Waits until a request was refused with 503. */
  public void awaitRefused() {
    await("a refusal", () -> !refusals.isEmpty());
  }

  /** Returns the answers of the requests that were refused with 503, each with its time. */
  public List<String> refusals() {
    return List.copyOf(refusals);
  }

  private void await(String what, Callable<Boolean> holds) {
    Awaitility.await(name + ": " + what)
        .atMost(PATIENCE)
        .until(() -> running.stream().anyMatch(Future::isDone) || holds.call());
    for (var client : running) {
      if (client.isDone()) {
        throw new AssertionError(name + ": a client has " + ended(client), failure(client));
      }
    }
  }

  private static String ended(Future<?> client) {
    return client.state() == Future.State.FAILED
        ? "failed: " + client.exceptionNow()
        : "made all its requests";
  }

  private static @Nullable Throwable failure(Future<?> client) {
    return client.state() == Future.State.FAILED ? client.exceptionNow() : null;
  }

  /** Stops the clients, and checks that everything acknowledged is there and completes. */
  public void checkKept(JsonHttpClient client)
      throws IOException, InterruptedException, ExecutionException, TimeoutException {
    enough = true;
    for (var each : running) {
      each.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
    TaskRequests.complete(client, acknowledged);
    for (int number = 0; number < CLIENTS; number++) {
      int messages = said.get(number).get();
      var history = client.get("/chat/" + user(number) + "/history").json();
      // The server may have stored the last message although it answered 503.
      assertThat(history.path("total_messages").asInt()).isIn(2 * messages, 2 * messages + 2);
    }
    System.out.printf(
        "%s: %d tasks and %d messages were acknowledged and kept; %d requests were refused%n",
        name,
        acknowledged.size(),
        said.stream().mapToInt(AtomicInteger::get).sum(),
        refusals.size());
  }

  @Override
  public void close() {
    enough = true;
    threads.shutdownNow();
  }
}
