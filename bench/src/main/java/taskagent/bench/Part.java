package taskagent.bench;

import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;

/** What can be measured, in the order in which it is. */
enum Part {
  BASELINE(
      "a plain HTTP answer, and rows in a plain SQLite loop",
      (stage, report) -> new Baseline(stage, report).measure()),
  SAGAS("tasks taken through the saga to their end", Loads::sagas),
  READS("tasks read by id", Loads::reads),
  CHAT("messages by many users, and by one", Loads::chat),
  MEMORY(
      "memory and database: idle, after load, with many open tasks",
      (stage, report) -> new Memory(stage, report).measure()),
  STARTUP(
      "time until ready: on an empty database, with many open tasks",
      (stage, report) -> new StartUp(stage, report).measure()),
  DEADLINES(
      "time until many deadlines have acted that were missed",
      (stage, report) -> new Deadlines(stage, report).measure()),
  ENGINES(
      "both engines side by side; only when it is named, since it needs Dapr and Redis",
      (stage, report) -> new Engines(stage, report).measure());

  private final String about;

  @SuppressWarnings("ImmutableEnumChecker") // method references that hold nothing
  private final Measurement measurement;

  /** Measures on a stage, and reports what. */
  @FunctionalInterface
  private interface Measurement {
    void measure(Stage stage, Report report) throws IOException, InterruptedException;
  }

  Part(String about, Measurement measurement) {
    this.about = about;
    this.measurement = measurement;
  }

  /** What is measured if nothing is named. */
  static Set<Part> usual() {
    return EnumSet.complementOf(EnumSet.of(ENGINES));
  }

  String about() {
    return about;
  }

  /**
   * Measures it.
   *
   * @throws CannotMeasure if that cannot be done, and says why
   */
  void measure(Stage stage, Report report) throws IOException, InterruptedException {
    measurement.measure(stage, report);
  }
}
