package taskagent.bench.measure;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import taskagent.bench.load.ClosedLoop;
import taskagent.bench.server.Contender;

/**
 * The settings of the measurements.
 *
 * @param launcher starts a server: {@code taskagent} in the root of the project
 * @param running a running server, which is measured instead of starting one
 * @param pid the process id of that server
 * @param folder for databases and logs
 * @param concurrency the numbers of clients
 * @param warmUp the time before each measurement
 * @param measured the time of each measurement
 * @param wantedTasks the number of tasks where many are needed; empty for that of the measurement
 * @param rounds the number of rounds of a comparison
 * @param contenders the engines, and the implementation that they are compared with
 * @param steady how long the steady load lasts
 * @param untilDeadline the time from the first of many tasks until their common deadline
 * @param rate the number of changes per second beside the lists and the page
 * @param changing how long the page gets these changes
 */
public record BenchSettings(
    Path launcher,
    Optional<InetSocketAddress> running,
    OptionalLong pid,
    Path folder,
    List<Integer> concurrency,
    Duration warmUp,
    Duration measured,
    OptionalInt wantedTasks,
    int rounds,
    List<Contender.StartPlan> contenders,
    Duration steady,
    Duration untilDeadline,
    int rate,
    Duration changing) {

  private static final int USUAL_TASKS = 100_000;

  /** Returns the number of tasks where many are needed. */
  public int tasks() {
    return tasks(USUAL_TASKS);
  }

  /** Returns the number of tasks of a measurement that usually needs this many. */
  public int tasks(int usual) {
    return wantedTasks.orElse(usual);
  }

  public ClosedLoop load(int clients) {
    return new ClosedLoop(clients, warmUp, measured);
  }
}
