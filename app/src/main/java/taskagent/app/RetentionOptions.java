package taskagent.app;

import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;
import taskagent.domain.engine.Retention;

/** The options that say how long what has ended is kept (specification §13). */
final class RetentionOptions {

  /** On Dapr, what belongs to an ended run is removed half a minute after its end. */
  private static final Duration SHORTEST = Duration.ofMinutes(1);

  @Option(
      names = "--retention-runs",
      defaultValue = "30d",
      converter = DurationOption.class,
      description = "How long ended sagas are kept; 0 for ever. Default: ${DEFAULT-VALUE}.")
  private Duration runs;

  @Option(
      names = "--retention-tasks",
      defaultValue = "365d",
      converter = DurationOption.class,
      description =
          "How long completed and cancelled tasks are kept; 0 for ever."
              + " Default: ${DEFAULT-VALUE}.")
  private Duration tasks;

  @Option(
      names = "--retention-conversations",
      defaultValue = "365d",
      converter = DurationOption.class,
      description = "How long idle conversations are kept; 0 for ever. Default: ${DEFAULT-VALUE}.")
  private Duration conversations;

  @Option(
      names = "--retention-dead-letters",
      defaultValue = "30d",
      converter = DurationOption.class,
      description =
          "How long events are kept that could not be published; 0 for ever."
              + " Default: ${DEFAULT-VALUE}.")
  private Duration deadLetters;

  @Option(
      names = "--retention-audit",
      defaultValue = "365d",
      converter = DurationOption.class,
      description = "How long it is kept who changed what; 0 for ever. Default: ${DEFAULT-VALUE}.")
  private Duration audit;

  @Option(
      names = "--retention-ids",
      defaultValue = "365d",
      converter = DurationOption.class,
      description =
          "How long the id of a removed task or saga cannot be used again; 0 for ever."
              + " Default: ${DEFAULT-VALUE}.")
  private Duration ids;

  Retention retention() {
    return new Retention(runs, tasks, conversations, deadLetters, audit, ids);
  }

  /** Returns the name of an option whose value is too short, if there is one. */
  Optional<String> tooShort() {
    return tooShort("--retention-runs", runs)
        .or(() -> tooShort("--retention-tasks", tasks))
        .or(() -> tooShort("--retention-conversations", conversations))
        .or(() -> tooShort("--retention-dead-letters", deadLetters))
        .or(() -> tooShort("--retention-audit", audit))
        .or(() -> tooShort("--retention-ids", ids));
  }

  private static Optional<String> tooShort(String option, Duration value) {
    return value.isZero() || value.compareTo(SHORTEST) >= 0
        ? Optional.empty()
        : Optional.of(option);
  }
}
