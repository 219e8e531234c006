package taskagent.bench;

import java.net.InetSocketAddress;
import java.util.OptionalLong;

/**
 * A server to be measured.
 *
 * @param pid of its process, if it is on this machine and known
 * @param metered whether it has Task Agent's figures at /metrics
 */
record Target(InetSocketAddress address, OptionalLong pid, boolean metered) {}
