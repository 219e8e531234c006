package taskagent.app;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;
import taskagent.http.AllowedCallers;

/** The options that say by which names, and from which web pages, the server may be called. */
final class CallerOptions {

  private static final String HOST =
      "([a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?|\\[[0-9a-f:.]+])(:[0-9]{1,5})?";

  @Option(
      names = "--allowed-hosts",
      split = ",",
      converter = HostName.class,
      paramLabel = "<name>",
      description = {
        "Names by which clients may call the server (their Host header), each with or without a port.",
        "Default: on a loopback address, loopback names only; on others, any name."
      })
  private Set<String> hosts = new LinkedHashSet<>();

  @Option(
      names = "--allowed-origins",
      split = ",",
      converter = Origin.class,
      paramLabel = "<origin>",
      description = {
        "Origins of other web pages that may use the API, such as https://app.example.",
        "Default: none."
      })
  private Set<String> origins = new LinkedHashSet<>();

  AllowedCallers allowed() {
    return new AllowedCallers(hosts, origins);
  }

  /** Converts the name of a host, or its address. */
  static final class HostName implements ITypeConverter<String> {

    private static final Pattern FORM = Pattern.compile(HOST);

    @Override
    public String convert(String text) {
      return checked(FORM, text, "a host such as agent.example or agent.example:8000");
    }
  }

  /** Converts the origin of a web page. */
  static final class Origin implements ITypeConverter<String> {

    private static final Pattern FORM = Pattern.compile("https?://" + HOST);

    @Override
    public String convert(String text) {
      return checked(FORM, text, "an origin such as https://app.example, without a path");
    }
  }

  private static String checked(Pattern form, String text, String expected) {
    var lower = text.strip().toLowerCase(Locale.ROOT);
    if (!form.matcher(lower).matches()) {
      throw new TypeConversionException("'" + text + "' is not " + expected);
    }
    return lower;
  }
}
