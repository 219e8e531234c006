package taskagent.bench.measure;

import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;
import taskagent.bench.report.MeasurementReport;

/** What can be measured, in the order of the measurements. */
public enum Measurement {
  BASELINE(
      "a plain HTTP answer, and rows in a plain SQLite loop",
      (testBed, report) -> new BaselineMeasurement(testBed, report).measure()),
  SAGAS("sagas per second, from the request to the end", LoadMeasurements::sagas),
  READS("tasks read by id", LoadMeasurements::reads),
  CHAT("messages of many users, and of one", LoadMeasurements::chat),
  LISTS(
      "lists and searches of a million tasks; only if named",
      (testBed, report) -> new ListMeasurement(testBed, report).measure()),
  VIEW_COST(
      "what the lists cost the sagas; only if named",
      (testBed, report) -> new ViewCostMeasurement(testBed, report).measure()),
  PAGE(
      "the board in a real Chromium; only if named",
      (testBed, report) -> new PageMeasurement(testBed, report).measure()),
  STREAMS(
      "streams of changes for many clients; only if named",
      (testBed, report) -> new StreamMeasurement(testBed, report).measure()),
  MEMORY(
      "memory and database: idle, after load, with many open tasks",
      (testBed, report) -> new MemoryMeasurement(testBed, report).measure()),
  STARTUP(
      "time until ready: on an empty database, with many open tasks",
      (testBed, report) -> new StartUpMeasurement(testBed, report).measure()),
  DEADLINES(
      "time until many missed deadlines have expired",
      (testBed, report) -> new DeadlineMeasurement(testBed, report).measure()),
  ENGINES(
      "both engines compared; only if named, needs Dapr and Redis",
      (testBed, report) -> new EngineComparison(testBed, report).measure()),
  TOGETHER(
      "many tasks due in one second, on both engines; only if named",
      (testBed, report) -> new TogetherMeasurement(testBed, report).measure()),
  STEADY(
      "half the peak for half an hour, on both engines; only if named",
      (testBed, report) -> new SteadyMeasurement(testBed, report).measure());

  private final String about;

  @SuppressWarnings("ImmutableEnumChecker") // method references that hold nothing
  private final Action action;

  /** Measures with a test bed, and reports the result. */
  @FunctionalInterface
  private interface Action {
    void measure(TestBed testBed, MeasurementReport report)
        throws IOException, InterruptedException;
  }

  Measurement(String about, Action action) {
    this.about = about;
    this.action = action;
  }

  /** Returns the measurements that run if none is named. */
  public static Set<Measurement> usual() {
    return EnumSet.complementOf(
        EnumSet.of(LISTS, VIEW_COST, PAGE, STREAMS, ENGINES, TOGETHER, STEADY));
  }

  public String about() {
    return about;
  }

  /**
   * Runs the measurement.
   *
   * @throws MeasurementException if it cannot run
   */
  public void measure(TestBed testBed, MeasurementReport report)
      throws IOException, InterruptedException {
    action.measure(testBed, report);
  }
}
