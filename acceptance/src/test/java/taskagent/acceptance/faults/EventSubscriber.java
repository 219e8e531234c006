package taskagent.acceptance.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.Awaitility;
import taskagent.testing.server.HttpStub;
import taskagent.testing.server.HttpStub.Request;
import taskagent.testing.server.HttpStub.Response;

/** Receives events, and drops those whose id it has seen, as a consumer does (specification §6). */
public final class EventSubscriber implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final HttpStub stub = new HttpStub();
  private final Set<String> ids = new HashSet<>();
  private final Map<String, List<String>> types = new ConcurrentHashMap<>();

  private boolean holding;
  private int held;

  /** Starts a subscriber on a free port. */
  public EventSubscriber() {
    var _ = stub.on("/events", this::receive);
  }

  /** Returns the address to which events are posted. */
  public String address() {
    return stub.address() + "/events";
  }

  /** Returns the types of the events about a subject, in the order of their first arrival. */
  public synchronized List<String> types(String subject) {
    return List.copyOf(types.getOrDefault(subject, List.of()));
  }

  /** Waits until exactly the events of a processed task have arrived, each once, in their order. */
  public void awaitProcessed(String task) {
    Awaitility.await("the events of " + task)
        .pollDelay(Duration.ZERO)
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(types(task))
                    .containsExactly("task.created", "task.assigned", "task.deadline_set"));
  }

  /** Blocks all senders until {@link #letGo}, which then get 503. */
  public synchronized void hold() {
    holding = true;
    held = 0;
  }

  /** Waits until so many senders were blocked. */
  public void awaitHeld(int atLeast) {
    Awaitility.await(atLeast + " deliveries are blocked")
        .atMost(PATIENCE)
        .until(() -> held() >= atLeast);
  }

  private synchronized int held() {
    return held;
  }

  /** Unblocks all senders, and accepts events again. */
  public synchronized void letGo() {
    holding = false;
    notifyAll();
  }

  /** Blocks the sender if told to. Returns true if so, because it is to send the event again. */
  private synchronized boolean heldBack() throws InterruptedException {
    if (!holding) {
      return false;
    }
    held++;
    while (holding) {
      wait();
    }
    return true;
  }

  private Response receive(Request request) throws JsonProcessingException, InterruptedException {
    if (heldBack()) {
      return Response.of(503);
    }
    var event = JSON.readTree(request.body());
    synchronized (this) {
      if (ids.add(event.path("id").asText())) {
        types
            .computeIfAbsent(event.path("subject").asText(), _ -> new ArrayList<>())
            .add(event.path("type").asText());
      }
    }
    return Response.of(204);
  }

  @Override
  public void close() {
    stub.close();
  }
}
