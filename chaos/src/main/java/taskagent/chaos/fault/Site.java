package taskagent.chaos.fault;

import java.nio.file.Path;
import java.util.List;
import taskagent.chaos.load.HttpApi;
import taskagent.chaos.load.Outside;

/** The system somewhere, and what can be broken of it. */
public interface Site extends AutoCloseable {

  /** The name of the tier: {@code embedded}, {@code dapr} or {@code kubernetes}. */
  String tier();

  /** Whom clients ask, by turns; a new way each time it is called. */
  List<HttpApi> apis();

  /** Who is notified and subscribes. */
  Outside outside();

  /** All that can be broken here. */
  List<Fault> faults();

  /** Replaces what earlier runs have worn out, so that they do not weigh on the next. */
  default void renew() {}

  /** Waits until all of it serves. */
  void awaitServing();

  /** Saves in a folder what its parts have logged, unless they do so themselves. */
  default void saveLogs(Path folder) {}

  @Override
  void close();
}
