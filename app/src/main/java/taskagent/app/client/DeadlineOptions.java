package taskagent.app.client;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options for a deadline. The API takes it in seconds from the request. */
final class DeadlineOptions {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--in",
      paramLabel = "<duration>",
      converter = DurationArgument.class,
      description = "The deadline, from now: 30s, 90m, 2h, 7d.")
  private @Nullable Duration in;

  @Option(
      names = "--at",
      paramLabel = "<time>",
      converter = InstantArgument.class,
      description = "The deadline as a time: 2026-12-24T18:00:00Z, or with an offset.")
  private @Nullable Instant at;

  /** Returns the seconds until the deadline, rounded up; nothing if none was given. */
  OptionalLong seconds(Instant now) {
    if (in != null && at != null) {
      throw new ParameterException(spec.commandLine(), "give --in or --at, not both");
    }
    if (at != null && !at.isAfter(now)) {
      throw new ParameterException(spec.commandLine(), "--at " + at + " is in the past");
    }
    if (in != null) {
      return OptionalLong.of(roundedUp(in));
    }
    return at == null
        ? OptionalLong.empty()
        : OptionalLong.of(roundedUp(Duration.between(now, at)));
  }

  private static long roundedUp(Duration length) {
    return length.plusSeconds(1).minusNanos(1).toSeconds();
  }
}
