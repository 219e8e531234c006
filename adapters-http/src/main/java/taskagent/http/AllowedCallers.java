package taskagent.http;

import java.util.Set;

/**
 * Which names of this server and which web pages are allowed in addition to the usual ones
 * (specification §5).
 *
 * @param hosts values of {@code Host}, in lower case: a name or address, which allows every port,
 *     or one with a port
 * @param origins values of {@code Origin}, in lower case
 */
public record AllowedCallers(Set<String> hosts, Set<String> origins) {

  /** Allows nothing in addition. */
  public static final AllowedCallers USUAL = new AllowedCallers(Set.of(), Set.of());

  /** Copies the sets, so that the value cannot change. */
  public AllowedCallers {
    hosts = Set.copyOf(hosts);
    origins = Set.copyOf(origins);
  }
}
