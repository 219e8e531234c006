package taskagent.dapr;

import static java.lang.System.Logger.Level.ERROR;

import io.dapr.client.DaprClient;
import io.dapr.client.domain.ActorMetadata;
import io.dapr.client.domain.DaprMetadata;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import java.time.Duration;
import java.util.List;
import taskagent.domain.port.Unavailable;

/**
 * Has a sidecar end that hosts no workflows any more, so that whatever runs it starts it again.
 *
 * <p>When the app is killed or frozen with workflows in flight, one of Dapr 1.18.2 may wait for
 * ever for these: it takes its types of actors for workflows out of its table, but never tells
 * placement, so that all sidecars go on asking it for workflows, and those stand still.
 */
final class SidecarWatch implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(SidecarWatch.class.getName());

  private static final Duration LOOK = Duration.ofSeconds(3);

  /** A worker that is connected anew needs some seconds until its sidecar hosts workflows. */
  private static final int LOOKS = 4;

  private final DaprClient client;
  private final ManagedChannel worker;
  private final Thread thread;

  /**
   * Begins to watch.
   *
   * @param worker the connection by which the sidecar gives us workflows
   */
  SidecarWatch(DaprClient client, ManagedChannel worker) {
    this.client = client;
    this.worker = worker;
    this.thread = Thread.ofVirtual().name("taskagent-sidecar-watch").start(this::watch);
  }

  private void watch() {
    int without = 0;
    while (!Thread.currentThread().isInterrupted()) {
      try {
        Thread.sleep(LOOK);
        without = hostsNoWorkflows() ? without + 1 : 0;
        if (without == LOOKS) {
          without = 0;
          LOG.log(ERROR, "the sidecar hosts no workflows, though it could: it is told to end");
          Reach.of(client.shutdown());
        }
      } catch (InterruptedException e) {
        return;
      } catch (Unavailable e) {
        without = 0; // it is away, and comes back as it should be
      }
    }
  }

  private boolean hostsNoWorkflows() {
    var state = worker.getState(true);
    if (state == ConnectivityState.TRANSIENT_FAILURE) {
      worker.resetConnectBackoff(); // or it might wait for two minutes
    }
    return state == ConnectivityState.READY && hostsNoWorkflows(types());
  }

  private List<String> types() {
    return Reach.of(client.getMetadata())
        .map(DaprMetadata::getActors)
        .map(actors -> actors.stream().map(ActorMetadata::getType).toList())
        .orElse(List.of());
  }

  /** Tasks are hosted as soon as anything is. */
  static boolean hostsNoWorkflows(List<String> types) {
    return types.contains(TaskActor.TYPE)
        && types.stream()
            .noneMatch(type -> type.startsWith("dapr.internal.") && type.endsWith(".workflow"));
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
