package taskagent.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import taskagent.domain.engine.Kinds;
import taskagent.domain.run.Parent;
import taskagent.domain.run.Run;
import taskagent.domain.run.RunId;
import taskagent.domain.saga.SagaState;
import taskagent.domain.saga.Signal;

/** The JSON of a registration: the durable record that a run was accepted, and how it went on. */
public final class RegistrationJson {

  private static final int FORMAT = 1;

  /** Has a later generation of the run, or a parent. Without them it has the first format. */
  private static final int LATEST_FORMAT = 2;

  private static final String END = "end";

  /** What older builds call the end. They wrote only the ends of compensated runs. */
  private static final String OLD_END = "gave_up";

  /**
   * An accepted run.
   *
   * @param run the run as it was accepted
   * @param continued the latest known generation of the run, if it has continued as new
   * @param parent the run that started this one, if one did
   * @param attempt the number of the run for its task, from 1
   * @param instance the number of the engine's workflow that executes the run, from 1
   * @param cancelled true if a client cancelled the run
   * @param signals the last signals that clients sent to the run
   * @param retriedAs the run that retries this one, if there is one
   * @param end the final state; empty before the end is known
   */
  public record Registration(
      Run run,
      Optional<Run> continued,
      Optional<Parent> parent,
      int attempt,
      int instance,
      boolean cancelled,
      List<Signal> signals,
      Optional<Run> retriedAs,
      Optional<SagaState> end) {

    /** Copies the list. */
    public Registration {
      signals = List.copyOf(signals);
    }

    /** Returns the registration of a run that was just accepted. */
    public static Registration of(Run run, int attempt) {
      return new Registration(
          run,
          Optional.empty(),
          Optional.empty(),
          attempt,
          1,
          false,
          List.of(),
          Optional.empty(),
          Optional.empty());
    }

    /** Returns the registration of a run that was just started by another one. */
    public static Registration child(Run run, Parent parent) {
      return new Registration(
          run,
          Optional.empty(),
          Optional.of(parent),
          1,
          1,
          false,
          List.of(),
          Optional.empty(),
          Optional.empty());
    }

    /** Returns the latest known generation of the run. */
    public Run latest() {
      return continued.orElse(run);
    }

    /** Returns the registration with this generation of the run. */
    public Registration continued(Run generation) {
      return new Registration(
          run,
          Optional.of(generation),
          parent,
          attempt,
          instance,
          cancelled,
          signals,
          retriedAs,
          end);
    }

    /** Returns the registration with this retry. */
    public Registration retriedAs(Run next) {
      return new Registration(
          run, continued, parent, attempt, instance, cancelled, signals, Optional.of(next), end);
    }

    /** Returns the registration of the cancelled run. */
    public Registration cancel() {
      return new Registration(
          run, continued, parent, attempt, instance, true, signals, retriedAs, end);
    }

    /** Returns the registration with one more signal. If there are too many, the oldest goes. */
    public Registration signal(Signal signal) {
      if (signals.contains(signal)) {
        return this;
      }
      var all = new ArrayList<>(signals);
      all.add(signal);
      var last = all.subList(Math.max(0, all.size() - SagaState.SIGNALS_AT_MOST), all.size());
      return new Registration(
          run, continued, parent, attempt, instance, cancelled, last, retriedAs, end);
    }

    /** Returns the registration of the run that is executed by one more workflow. */
    public Registration again() {
      return new Registration(
          run, continued, parent, attempt, instance + 1, cancelled, signals, retriedAs, end);
    }

    /** Returns the registration with this final state. */
    public Registration ended(SagaState state) {
      return new Registration(
          run,
          continued,
          parent,
          attempt,
          instance,
          cancelled,
          signals,
          retriedAs,
          Optional.of(state));
    }
  }

  private RegistrationJson() {}

  /** Writes a registration. */
  public static String write(Kinds kinds, Registration registration) {
    return Json.object(
        json -> {
          boolean first = registration.continued().isEmpty() && registration.parent().isEmpty();
          json.writeNumberField("format", first ? FORMAT : LATEST_FORMAT);
          json.writeFieldName("run");
          json.writeRawValue(KindsJson.write(kinds, registration.run()));
          if (registration.continued().isPresent()) {
            json.writeFieldName("continued");
            json.writeRawValue(KindsJson.write(kinds, registration.continued().get()));
          }
          if (registration.parent().isPresent()) {
            json.writeObjectFieldStart("parent");
            json.writeStringField("run", registration.parent().get().run().value());
            json.writeStringField("step", registration.parent().get().step());
            json.writeEndObject();
          }
          json.writeNumberField("attempt", registration.attempt());
          json.writeNumberField("instance", registration.instance());
          json.writeBooleanField("cancelled", registration.cancelled());
          if (!registration.signals().isEmpty()) {
            SignalJson.write(json, "signals", registration.signals());
          }
          if (registration.retriedAs().isPresent()) {
            json.writeFieldName("retried_as");
            json.writeRawValue(KindsJson.write(kinds, registration.retriedAs().get()));
          }
          if (registration.end().isPresent()) {
            json.writeFieldName(END);
            json.writeRawValue(SagaStateJson.write(registration.end().get()));
          }
        });
  }

  /**
   * Reads a registration.
   *
   * @throws UnreadableDocument if it has another format or is damaged
   */
  public static Registration read(Kinds kinds, String text) {
    var fields = Json.read(text).format("a registration", FORMAT, LATEST_FORMAT);
    return new Registration(
        KindsJson.read(kinds, fields.json("run")),
        fields.maybeJson("continued").map(generation -> KindsJson.read(kinds, generation)),
        fields
            .maybeObject("parent")
            .map(parent -> new Parent(new RunId(parent.text("run")), parent.text("step"))),
        fields.count("attempt"),
        fields.maybeCount("instance").orElse(1),
        fields.maybeFlag("cancelled").orElse(false),
        fields.maybeList("signals", SignalJson::of),
        fields.maybeJson("retried_as").map(next -> KindsJson.read(kinds, next)),
        fields.maybeJson(END).or(() -> fields.maybeJson(OLD_END)).map(SagaStateJson::read));
  }
}
