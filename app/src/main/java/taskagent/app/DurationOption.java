package taskagent.app;

import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;
import taskagent.json.DurationText;

/** Converts an option's text to a duration. */
final class DurationOption implements ITypeConverter<Duration> {

  @Override
  public Duration convert(String text) {
    return Optional.of(Duration.ZERO)
        .filter(_ -> text.equals("0"))
        .or(() -> DurationText.parse(text))
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "'" + text + "' is not a duration such as 500ms, 0.5s, 10m or 30d"));
  }
}
