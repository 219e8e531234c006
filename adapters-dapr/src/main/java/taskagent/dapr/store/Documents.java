package taskagent.dapr.store;

import io.dapr.client.DaprClient;
import io.dapr.client.domain.SaveStateRequest;
import io.dapr.client.domain.State;
import io.dapr.client.domain.StateOptions;
import io.grpc.Status;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Gatherers;
import org.jspecify.annotations.Nullable;
import taskagent.dapr.sidecar.SidecarCalls;
import taskagent.domain.port.Unavailable;

/**
 * Documents in Dapr's state store with optimistic concurrency: each save names the version that it
 * replaces, and the later of two concurrent saves is refused.
 *
 * <p>This uses the plain state API because the SDK's actor state API has no versions. An actor can
 * be active on two hosts while its partition moves, and the older host would overwrite what the
 * newer one saved.
 */
public final class Documents {

  private static final StateOptions FIRST_WRITE =
      new StateOptions(StateOptions.Consistency.STRONG, StateOptions.Concurrency.FIRST_WRITE);

  private static final int TRIES = 20;

  /** How many documents are read with one call, because an answer of 4 MB is too large for gRPC. */
  private static final int AT_ONCE = 50;

  private final DaprClient client;
  private final String store;
  private final StoreIdentity mark = new StoreIdentity(this);

  /** A document and its version. */
  public record Document(String text, String version) {}

  /** Uses the state store component of that name. */
  public Documents(DaprClient client, String store) {
    this.client = client;
    this.store = store;
  }

  /**
   * Returns a document.
   *
   * @throws Unavailable if the store is unavailable, or was wiped
   */
  public Optional<Document> read(String key) {
    var found = find(key);
    if (found.isEmpty()) {
      mark.check();
    }
    return found;
  }

  /**
   * Returns those of the documents that exist, by their keys.
   *
   * @throws Unavailable if the store is unavailable
   */
  public Map<String, Document> readAll(List<String> keys) {
    var found = new HashMap<String, Document>();
    keys.stream().gather(Gatherers.windowFixed(AT_ONCE)).forEach(some -> readInto(found, some));
    return found;
  }

  private void readInto(Map<String, Document> found, List<String> keys) {
    for (var state :
        SidecarCalls.of(client.getBulkState(store, keys, byte[].class)).orElse(List.of())) {
      if (state.getError() != null && !state.getError().isEmpty()) {
        throw Unavailable.outOfReach("Dapr cannot read from the state store");
      }
      document(state).ifPresent(document -> found.put(state.getKey(), document));
    }
  }

  /**
   * Returns those of the keys that have no document.
   *
   * @throws Unavailable if the store is unavailable, or was wiped
   */
  public Set<String> absent(List<String> keys) {
    var absent = new HashSet<>(keys);
    absent.removeAll(readAll(keys).keySet());
    if (!absent.isEmpty()) {
      mark.check();
    }
    return absent;
  }

  /** Like {@link #read}, but an absent document may mean that the store was wiped. */
  Optional<Document> find(String key) {
    return SidecarCalls.of(client.getState(store, key, FIRST_WRITE, byte[].class))
        .flatMap(Documents::document);
  }

  private static Optional<Document> document(State<byte[]> state) {
    return Optional.of(state)
        .filter(found -> found.getValue() != null && found.getValue().length > 0)
        .map(
            found ->
                new Document(
                    new String(found.getValue(), StandardCharsets.UTF_8), found.getEtag()));
  }

  /**
   * Creates a document.
   *
   * @return true if it was created; false if the key was taken and nothing was saved
   * @throws Unavailable if the store is unavailable; the document may or may not have been saved
   */
  public boolean create(String key, String text) {
    return create(key, text, Optional.empty());
  }

  /** Creates a document that expires after some time. */
  public boolean create(String key, String text, Duration kept) {
    return create(key, text, Optional.of(kept));
  }

  private boolean create(String key, String text, Optional<Duration> kept) {
    try {
      save(key, text, null, kept);
      return true;
    } catch (Unavailable e) {
      if (e.getCause() != null && find(key).isPresent()) {
        return false; // state stores report a taken key in different ways
      }
      throw e;
    }
  }

  /**
   * Replaces this version of a document.
   *
   * @param kept after which time it expires; empty if that does not change
   * @return true if it was replaced; false if the version had changed and nothing was saved
   * @throws Unavailable if the store is unavailable; the document may or may not have been saved
   */
  public boolean replace(String key, String version, String text, Optional<Duration> kept) {
    try {
      save(key, text, version, kept);
      return true;
    } catch (Unavailable e) {
      if (e.getCause() != null && SidecarCalls.code(e.getCause()) == Status.Code.ABORTED) {
        return false;
      }
      throw e;
    }
  }

  /**
   * Deletes a document, if it exists.
   *
   * @throws Unavailable if the store is unavailable; the document may or may not have been deleted
   */
  public void delete(String key) {
    SidecarCalls.of(client.deleteState(store, key));
  }

  /**
   * Returns the id of the store. A store that was wiped and filled again has another one.
   *
   * @throws Unavailable if the store is unavailable, or was wiped
   */
  public String identity() {
    return mark.id();
  }

  /**
   * Checks that the store answers.
   *
   * @throws Unavailable if the store is unavailable, or was wiped
   */
  public void probe() {
    read("probe");
  }

  /**
   * Replaces the document that was read, or creates one if none was.
   *
   * @return false if somebody else saved it in the meantime and nothing was saved
   */
  public boolean save(String key, Optional<Document> read, String text) {
    return save(key, read, text, Optional.empty());
  }

  /** Like the other {@code save}, and the document expires after some time, if that is given. */
  public boolean save(String key, Optional<Document> read, String text, Optional<Duration> kept) {
    return read.map(document -> replace(key, document.version(), text, kept))
        .orElseGet(() -> create(key, text, kept));
  }

  /** Saves a document, whatever was saved before. */
  public void put(String key, String text, Optional<Duration> kept) {
    if (!create(key, text, kept)) {
      change(key, _ -> text, kept);
    }
  }

  /**
   * Changes a document, or creates it, until nobody else changes it at the same time.
   *
   * @param by returns the new text, given the present one if there is one
   * @throws Unavailable if the store is unavailable, or too many change the document
   */
  public void change(String key, Function<Optional<String>, String> by) {
    change(key, by, Optional.empty());
  }

  /** Like the other {@code change}, and the document expires after some time, if that is given. */
  public void change(String key, Function<Optional<String>, String> by, Optional<Duration> kept) {
    for (int i = 0; i < TRIES; i++) {
      var before = read(key);
      if (save(key, before, by.apply(before.map(Document::text)), kept)) {
        return;
      }
    }
    throw Unavailable.overloaded("a document is changed by too many at once");
  }

  private void save(String key, String text, @Nullable String version, Optional<Duration> kept) {
    Map<String, String> metadata =
        kept.map(time -> Map.of("ttlInSeconds", Long.toString(time.toSeconds()))).orElse(Map.of());
    var state =
        new State<>(key, text.getBytes(StandardCharsets.UTF_8), version, metadata, FIRST_WRITE);
    SidecarCalls.of(client.saveBulkState(new SaveStateRequest(store).setStates(state)));
  }
}
