package taskagent.app;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Pattern;

/** The addresses that only this machine reaches. */
final class Loopback {

  private static final Pattern LITERAL =
      Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|::1|\\[::1]");

  private Loopback() {}

  /** Returns true if a host is such an address, or a name of such addresses only. */
  static boolean names(String host) {
    if (LITERAL.matcher(host).matches()) {
      return true;
    }
    try {
      return Arrays.stream(InetAddress.getAllByName(host)).allMatch(InetAddress::isLoopbackAddress);
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
