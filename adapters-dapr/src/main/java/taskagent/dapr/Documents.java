package taskagent.dapr;

import io.dapr.client.DaprClient;
import io.dapr.client.domain.SaveStateRequest;
import io.dapr.client.domain.State;
import io.dapr.client.domain.StateOptions;
import io.grpc.Status;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import taskagent.domain.port.Unavailable;

/**
 * Documents in Dapr's state store. Each save names the version that it replaces, so that of two who
 * change the same document at once, one is told no.
 *
 * <p>This is the plain state API and not that of actors, whose SDK knows no versions: an actor can
 * be alive twice while its partition moves, and the older one would overwrite what the newer saved.
 */
final class Documents {

  private static final StateOptions FIRST_WRITE =
      new StateOptions(StateOptions.Consistency.STRONG, StateOptions.Concurrency.FIRST_WRITE);

  private final DaprClient client;
  private final String store;
  private final StoreMark mark = new StoreMark(this);

  /** What was read, and its version. */
  record Document(String text, String version) {}

  Documents(DaprClient client, String store) {
    this.client = client;
    this.store = store;
  }

  /**
   * A document.
   *
   * @throws Unavailable if the store is out of reach, or has lost what it held
   */
  Optional<Document> read(String key) {
    var found = find(key);
    if (found.isEmpty()) {
      mark.check();
    }
    return found;
  }

  /** As above, but that there is nothing may be since the store has lost it. */
  Optional<Document> find(String key) {
    return Reach.of(client.getState(store, key, FIRST_WRITE, byte[].class))
        .filter(state -> state.getValue() != null && state.getValue().length > 0)
        .map(
            state ->
                new Document(
                    new String(state.getValue(), StandardCharsets.UTF_8), state.getEtag()));
  }

  /**
   * Saves a document that is new.
   *
   * @return whether it was; else nothing was saved
   * @throws Unavailable if the store is out of reach; it may be saved or not
   */
  boolean create(String key, String text) {
    return create(key, text, Map.of());
  }

  /** As above, for so long. */
  boolean create(String key, String text, Duration kept) {
    return create(key, text, Map.of("ttlInSeconds", Long.toString(kept.toSeconds())));
  }

  private boolean create(String key, String text, Map<String, String> metadata) {
    try {
      save(key, text, null, metadata);
      return true;
    } catch (Unavailable e) {
      if (e.getCause() != null && find(key).isPresent()) {
        return false; // stores differ in how they say that there is something already
      }
      throw e;
    }
  }

  /**
   * Saves a document in place of this version.
   *
   * @return whether that was still the version; else nothing was saved
   * @throws Unavailable if the store is out of reach; it may be saved or not
   */
  boolean replace(String key, String version, String text) {
    try {
      save(key, text, version, Map.of());
      return true;
    } catch (Unavailable e) {
      if (e.getCause() != null && Reach.code(e.getCause()) == Status.Code.ABORTED) {
        return false;
      }
      throw e;
    }
  }

  /**
   * Reads what nobody has written.
   *
   * @throws Unavailable if the store is out of reach, or has lost what it held
   */
  void probe() {
    read("probe");
  }

  /** Saves a document in place of the one that was read, if there was one. */
  boolean save(String key, Optional<Document> read, String text) {
    return read.map(document -> replace(key, document.version(), text))
        .orElseGet(() -> create(key, text));
  }

  private void save(
      String key, String text, @Nullable String version, Map<String, String> metadata) {
    var state =
        new State<>(key, text.getBytes(StandardCharsets.UTF_8), version, metadata, FIRST_WRITE);
    Reach.of(client.saveBulkState(new SaveStateRequest(store).setStates(state)));
  }
}
