package taskagent.dapr.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.dapr.client.DaprClient;
import io.dapr.client.domain.PublishEventRequest;
import io.dapr.client.domain.SaveStateRequest;
import io.dapr.client.domain.State;
import io.grpc.Status;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import reactor.core.publisher.Mono;

/**
 * A state store in memory with versions, and pub/sub that accepts everything, behind Dapr's client.
 * Times to live mean nothing here.
 */
public final class MemoryStore {

  /** What was published on a topic. */
  public record Published(String topic, String text) {}

  private record Value(String text, long version) {}

  private final Map<String, Value> values = new HashMap<>();
  private long versions;
  private final List<Published> published = new ArrayList<>();

  /** The keys that cannot be saved; a save is then lost, or only its answer. */
  private Predicate<String> failing = _ -> false;

  private boolean publishes = true;

  /** Returns a client of the store. */
  public DaprClient client() {
    return (DaprClient)
        Proxy.newProxyInstance(
            MemoryStore.class.getClassLoader(),
            new Class<?>[] {DaprClient.class},
            (_, method, arguments) ->
                switch (method.getName()) {
                  case "getState" -> Mono.fromSupplier(() -> get((String) arguments[1]));
                  case "getBulkState" -> Mono.fromSupplier(() -> getAll(arguments[1]));
                  case "saveBulkState" -> save((SaveStateRequest) arguments[0]);
                  case "deleteState" -> Mono.fromRunnable(() -> delete((String) arguments[1]));
                  case "publishEvent" -> publish((PublishEventRequest) arguments[0]);
                  default -> throw new UnsupportedOperationException(method.toString());
                });
  }

  /** Returns documents in the store. */
  public Documents documents() {
    return new Documents(client(), "statestore");
  }

  /** From now on, saves of these keys fail. */
  public synchronized void failing(Predicate<String> keys) {
    failing = keys;
  }

  /** Has pub/sub accept events, or not. */
  public synchronized void publishes(boolean accepts) {
    publishes = accepts;
  }

  /** Returns how many events were published. */
  public synchronized int published() {
    return published.size();
  }

  /** Returns what was published on a topic since the last call. */
  public synchronized List<String> taken(String topic) {
    var taken = published.stream().filter(each -> each.topic().equals(topic)).toList();
    published.removeAll(taken);
    return taken.stream().map(Published::text).toList();
  }

  /** Removes a key, as the store does when its time to live is over. */
  public synchronized void delete(String key) {
    values.remove(key);
  }

  /** Returns a backup. */
  public synchronized Runnable backup() {
    var copy = Map.copyOf(values);
    return () -> restore(copy);
  }

  private synchronized void restore(Map<String, Value> copy) {
    values.clear();
    values.putAll(copy);
  }

  /** Returns how many keys begin like this. */
  public synchronized long keys(String prefix) {
    return values.keySet().stream().filter(key -> key.startsWith(prefix)).count();
  }

  private synchronized State<byte[]> get(String key) {
    var value = values.get(key);
    return value == null
        ? new State<>(key, null, (String) null)
        : new State<>(key, value.text().getBytes(UTF_8), Long.toString(value.version()));
  }

  private List<State<byte[]>> getAll(Object keys) {
    if (((List<?>) keys).size() > 50) { // of large documents
      throw Status.RESOURCE_EXHAUSTED.withDescription("message too large").asRuntimeException();
    }
    return ((List<?>) keys).stream().map(key -> get((String) key)).toList();
  }

  private Mono<Void> save(SaveStateRequest request) {
    return Mono.defer(
        () -> request.getStates().stream().allMatch(this::saved) ? Mono.empty() : aborted());
  }

  private static Mono<Void> aborted() {
    return Mono.error(Status.ABORTED.asRuntimeException());
  }

  private synchronized boolean saved(State<?> state) {
    var old = values.get(state.getKey());
    var version = old == null ? "" : Long.toString(old.version());
    if (failing.test(state.getKey())) {
      throw Status.UNAVAILABLE.asRuntimeException();
    }
    boolean matches = version.equals(state.getEtag() == null ? "" : state.getEtag());
    if (matches) {
      values.put(
          state.getKey(), new Value(new String((byte[]) state.getValue(), UTF_8), ++versions));
    }
    return matches;
  }

  private synchronized Mono<Void> publish(PublishEventRequest event) {
    if (!publishes) {
      return Mono.error(Status.UNAVAILABLE.withDescription(event.getTopic()).asRuntimeException());
    }
    published.add(new Published(event.getTopic(), new String((byte[]) event.getData(), UTF_8)));
    return Mono.empty();
  }
}
