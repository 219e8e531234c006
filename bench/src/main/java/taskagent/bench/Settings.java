package taskagent.bench;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How to measure.
 *
 * @param launcher what starts a server: {@code taskagent} in the project's root
 * @param running a server that runs already, to be measured instead of one that is started
 * @param pid of that server
 * @param folder where databases and logs are put
 * @param concurrency numbers of clients
 * @param warmUp before each measurement
 * @param measured how long each measurement takes
 * @param tasks how many tasks are many
 * @param rounds how often engines are compared without a restart
 * @param contenders the engines, and what they are compared with
 * @param untilDeadline how long after the first of many tasks all of them are due
 */
record Settings(
    Path launcher,
    Optional<InetSocketAddress> running,
    OptionalLong pid,
    Path folder,
    List<Integer> concurrency,
    Duration warmUp,
    Duration measured,
    int tasks,
    int rounds,
    List<Contender.Plan> contenders,
    Duration untilDeadline) {

  Load load(int clients) {
    return new Load(clients, warmUp, measured);
  }
}
