package taskagent.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import taskagent.domain.contract.Monitor;
import taskagent.domain.contract.Monitor.Round;
import taskagent.domain.contract.ParcelOrder;
import taskagent.domain.contract.ParcelOrder.Order;
import taskagent.domain.engine.Journal.ChildEnd;
import taskagent.domain.run.InputRun;
import taskagent.domain.run.Parent;
import taskagent.domain.run.RunId;
import taskagent.domain.saga.Directive;
import taskagent.domain.saga.Generation;
import taskagent.domain.saga.Outcome;
import taskagent.domain.saga.Place;
import taskagent.domain.saga.Signal;
import taskagent.domain.saga.StepCall;
import taskagent.domain.saga.StepCall.Mode;
import taskagent.domain.saga.StepOutput;
import taskagent.json.RegistrationJson.Registration;
import taskagent.json.StepCallsJson.Steps;

/**
 * Compares the JSON of runs that have outputs, signals, planned steps, generations or child runs
 * with golden files. Their runs, journals and records are in the recorded histories.
 */
final class GoldenFilesOfKindsTest {

  private static final Instant AT = Instant.parse("2026-03-01T09:00:00.123Z");
  private static final RunId ID = new RunId("r-1");
  private static final Signal SIGNAL = new Signal("s-1", "changed", "yes");
  private static final InputRun<Order> ORDER =
      ParcelOrder.run(ID, new Order(List.of("book"), Duration.ofDays(1)), AT);
  private static final InputRun<Round> MONITOR =
      Monitor.run(ID, new Round(2, Duration.ofDays(1)), AT);

  static Stream<Arguments> documents() {
    var planned =
        new StepCall("r-1", "send/book", Mode.DO, 2, true, Optional.of("send"), Optional.of("b"));
    var second = MONITOR.in(new Generation(2, List.of(SIGNAL), List.of("s-1")), AT, List.of());
    return Stream.of(
        calls("calls-with-outputs", new StepCall("r-1", "close", Mode.DO, 1)),
        calls("calls-of-planned-steps", planned),
        registration("registration-continued", Registration.of(MONITOR, 1).continued(second)),
        registration(
            "registration-of-child", Registration.child(ORDER, new Parent(ID, "r-1/s/do"))),
        registration("registration-with-signal", Registration.of(MONITOR, 1).signal(SIGNAL)),
        document("signal", SIGNAL, SignalJson::write, SignalJson::read),
        document(
            "child-end",
            new ChildEnd(ID, Outcome.COMPENSATION_FAILED),
            ChildEndJson::write,
            ChildEndJson::read));
  }

  private static Arguments calls(String name, StepCall call) {
    var outputs = List.of(new StepOutput("pack", "book"));
    var directive = new Directive.Run(Place.AGGREGATE, List.of(call), outputs);
    return document(
        name,
        new Steps(ORDER, directive, Optional.of(AT)),
        steps -> StepCallsJson.write(Samples.ALL_KINDS, steps.run(), steps.directive(), AT),
        text -> StepCallsJson.read(Samples.ALL_KINDS, text));
  }

  private static Arguments registration(String name, Registration registration) {
    return document(
        name,
        registration,
        value -> RegistrationJson.write(Samples.ALL_KINDS, value),
        text -> RegistrationJson.read(Samples.ALL_KINDS, text));
  }

  private static <T> Arguments document(
      String name, T value, Function<T, String> write, Function<String, T> read) {
    return Arguments.of(name, value, write.apply(value), (Function<String, ?>) read);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("documents")
  void isWrittenAsInTheFileAndReadBack(
      String name, Object value, String written, Function<String, ?> read) {
    var golden = GoldenFile.read("kinds/" + name, written);

    assertThat(written).isEqualTo(golden);
    assertThat(read.apply(golden)).isEqualTo(value);
  }
}
