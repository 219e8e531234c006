package taskagent.json;

import java.util.Optional;
import taskagent.domain.processing.WorkflowRun;
import taskagent.domain.saga.SagaState;

/** The written form of the promise that a run takes place, and of what became of it. */
public final class RegistrationJson {

  private static final int FORMAT = 1;

  /**
   * A run that was promised.
   *
   * @param attempt counts the runs for a task from 1
   * @param retriedAs the run that was promised when this one was to be tried again
   * @param gaveUp how it ended, if it gave up
   */
  public record Registration(
      WorkflowRun run, int attempt, Optional<WorkflowRun> retriedAs, Optional<SagaState> gaveUp) {

    /** A run that nobody has asked to try again. */
    public static Registration of(WorkflowRun run, int attempt) {
      return new Registration(run, attempt, Optional.empty(), Optional.empty());
    }

    /** The same, to be tried again as this run. */
    public Registration retriedAs(WorkflowRun next) {
      return new Registration(run, attempt, Optional.of(next), gaveUp);
    }

    /** The same, which ended so. */
    public Registration gaveUp(SagaState end) {
      return new Registration(run, attempt, retriedAs, Optional.of(end));
    }
  }

  private RegistrationJson() {}

  /** Writes a registration. */
  public static String write(Registration registration) {
    return Json.object(
        json -> {
          json.writeNumberField("format", FORMAT);
          json.writeFieldName("run");
          json.writeRawValue(RunJson.write(registration.run()));
          json.writeNumberField("attempt", registration.attempt());
          if (registration.retriedAs().isPresent()) {
            json.writeFieldName("retried_as");
            json.writeRawValue(RunJson.write(registration.retriedAs().get()));
          }
          if (registration.gaveUp().isPresent()) {
            json.writeFieldName("gave_up");
            json.writeRawValue(SagaStateJson.write(registration.gaveUp().get()));
          }
        });
  }

  /**
   * Reads a registration.
   *
   * @throws UnreadableDocument if it is of another format, or damaged
   */
  public static Registration read(String text) {
    var fields = Json.read(text).format("a registration", FORMAT);
    return new Registration(
        RunJson.read(fields.object("run")),
        fields.count("attempt"),
        fields.maybeObject("retried_as").map(RunJson::read),
        fields.maybeJson("gave_up").map(SagaStateJson::read));
  }
}
