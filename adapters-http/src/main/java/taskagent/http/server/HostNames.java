package taskagent.http.server;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The names by which clients may call this server.
 *
 * <p>A web page can point a name of its own to this machine (DNS rebinding). The browser then takes
 * this server for the page's own site, and lets the page read everything. Such a request has that
 * name in {@code Host}. An address cannot be rebound.
 */
final class HostNames {

  private final boolean loopback;
  private final Set<String> named;

  /**
   * Creates the rule for a server.
   *
   * @param loopback true if only clients on this machine can reach it
   * @param named further names, in lower case
   */
  HostNames(boolean loopback, Set<String> named) {
    this.loopback = loopback;
    this.named = named;
  }

  /**
   * Returns true if a client may call the server by this name. On loopback, only loopback names
   * are. On other addresses, every name is, unless names are configured: then any address still is,
   * because probes and scrapers use the address of the pod.
   *
   * @param authority the value of {@code Host}
   */
  boolean allows(String authority) {
    if (!loopback && named.isEmpty()) {
      return true;
    }
    var given = authority.toLowerCase(Locale.ROOT);
    var host = withoutPort(given);
    return host.equals("localhost")
        || address(host).filter(found -> !loopback || found.isLoopbackAddress()).isPresent()
        || named.contains(host)
        || named.contains(given);
  }

  private static String withoutPort(String authority) {
    int colon = authority.lastIndexOf(':');
    var host = colon > authority.lastIndexOf(']') ? authority.substring(0, colon) : authority;
    return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
  }

  /** Returns the address that a text is; empty for a name, which is not resolved. */
  private static Optional<InetAddress> address(String host) {
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    try {
      return Optional.of(
          InetAddress.ofLiteral(bracketed ? host.substring(1, host.length() - 1) : host));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
