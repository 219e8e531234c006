package taskagent.dapr.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import taskagent.dapr.sidecar.SidecarCalls;
import taskagent.domain.port.Unavailable;

/**
 * Saves together what several callers add at the same time, because a save costs more than another
 * entry in it.
 */
public final class GroupCommit<T> implements AutoCloseable {

  private final Consumer<List<T>> save;
  private final ConcurrentLinkedQueue<Waiting<T>> added = new ConcurrentLinkedQueue<>();
  private final ExecutorService writer;

  private record Waiting<T>(T entry, CompletableFuture<Void> saved) {}

  /**
   * Creates a group commit.
   *
   * @param name the name of its thread
   * @param save saves all entries, or throws
   */
  public GroupCommit(String name, Consumer<List<T>> save) {
    this.save = save;
    this.writer = Executors.newSingleThreadExecutor(Thread.ofVirtual().name(name).factory());
  }

  /** Adds an entry. The future completes when it is durable, or could not be saved. */
  public CompletableFuture<Void> begin(T entry) {
    var waiting = new Waiting<>(entry, new CompletableFuture<Void>());
    added.add(waiting);
    writer.execute(this::saveAll);
    return waiting.saved();
  }

  /**
   * Waits until an entry is durable.
   *
   * @throws Unavailable if it could not be saved
   */
  public static void await(CompletableFuture<Void> saved) {
    try {
      saved.get(SidecarCalls.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw SidecarCalls.unavailable(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Unavailable.outOfReach("the server is shutting down");
    }
  }

  /** Saves all that wait. Several calls may find none, because an earlier one saved theirs. */
  private void saveAll() {
    var all = new ArrayList<Waiting<T>>();
    for (var each = added.poll(); each != null; each = added.poll()) {
      all.add(each);
    }
    if (all.isEmpty()) {
      return;
    }
    try {
      save.accept(all.stream().map(Waiting::entry).toList());
      all.forEach(each -> each.saved().complete(null));
    } catch (RuntimeException e) {
      all.forEach(each -> each.saved().completeExceptionally(e));
    }
  }

  @Override
  public void close() {
    writer.shutdownNow();
  }
}
