package taskagent.bench.server;

import java.net.InetSocketAddress;
import java.util.OptionalLong;

/**
 * A server that is measured.
 *
 * @param pid its process id, if it is known and on this machine
 * @param metered whether it has Task Agent's metrics
 */
public record Target(InetSocketAddress address, OptionalLong pid, boolean metered) {}
