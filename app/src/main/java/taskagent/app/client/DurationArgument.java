package taskagent.app.client;

import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;
import taskagent.json.DurationText;

/** Converts a duration such as {@code 2h}. */
final class DurationArgument implements ITypeConverter<Duration> {

  @Override
  public Duration convert(String text) {
    return DurationText.parse(text)
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "'" + text + "' is not a duration such as 30s, 2h or 7d"));
  }
}
