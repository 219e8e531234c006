package taskagent.chaos.fault;

import java.nio.file.Path;
import java.util.List;
import taskagent.chaos.load.HttpApi;
import taskagent.chaos.load.WebhookReceiver;

/** A running system, and the faults that can be injected into it. */
public interface Tier extends AutoCloseable {

  /** Returns its name: {@code embedded}, {@code dapr} or {@code kubernetes}. */
  String name();

  /** Returns the addresses that clients use in turn, with new connections at each call. */
  List<HttpApi> apis();

  /** Returns the receiver of its notifications and events. */
  WebhookReceiver receiver();

  /** Returns every fault that can be injected here. The short form runs the first of each row. */
  List<Fault> faults();

  /** Replaces what earlier runs have worn out, so that it does not slow down the next run. */
  default void renew() {}

  /** Waits until the whole system serves. */
  void awaitServing();

  /** Saves the logs of its parts in a folder, unless the tier saves them anyway. */
  default void saveLogs(Path folder) {}

  @Override
  void close();
}
