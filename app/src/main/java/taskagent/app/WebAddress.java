package taskagent.app;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Converts an option's text to an {@code http} or {@code https} address with a host. */
final class WebAddress implements ITypeConverter<URI> {

  private static final Set<String> SCHEMES = Set.of("http", "https");

  @Override
  public URI convert(String text) {
    try {
      var address = new URI(text);
      var scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
      if (SCHEMES.contains(scheme) && address.getHost() != null) {
        return address;
      }
      throw wrong(text);
    } catch (URISyntaxException e) {
      throw wrong(text);
    }
  }

  private static TypeConversionException wrong(String text) {
    return new TypeConversionException(
        "'" + text + "' is not an address such as http://127.0.0.1:9000/notifications");
  }
}
