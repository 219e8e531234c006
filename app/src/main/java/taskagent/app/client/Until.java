package taskagent.app.client;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * What {@code watch} waits for.
 *
 * @param statuses one of these statuses of a task, or outcomes of a workflow
 */
record Until(Set<String> statuses) {

  /** Copies the set. */
  Until {
    statuses = Set.copyOf(statuses);
  }

  boolean reached(String status) {
    return statuses.contains(status);
  }

  @Override
  public String toString() {
    return String.join(" or ", statuses.stream().sorted().toList());
  }

  /** Converts {@code status=completed,cancelled}. */
  static final class Argument implements ITypeConverter<Until> {

    private static final Pattern FORM = Pattern.compile("status=([a-zA-Z_]+(,[a-zA-Z_]+)*)");

    @Override
    public Until convert(String text) {
      var matcher = FORM.matcher(text);
      if (!matcher.matches()) {
        throw new TypeConversionException(
            "'" + text + "' is not a condition such as status=completed,cancelled");
      }
      return new Until(Set.of(matcher.group(1).toLowerCase(Locale.ROOT).split(",", -1)));
    }
  }
}
