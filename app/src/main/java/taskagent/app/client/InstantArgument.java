package taskagent.app.client;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Converts a time such as {@code 2026-12-24T18:00:00Z} or {@code 2026-12-24T19:00:00+01:00}. */
final class InstantArgument implements ITypeConverter<Instant> {

  @Override
  public Instant convert(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      throw new TypeConversionException(
          "'" + text + "' is not a time such as 2026-12-24T18:00:00Z or 2026-12-24T19:00+01:00");
    }
  }
}
