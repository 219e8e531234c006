package taskagent.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import taskagent.domain.engine.Hosts;
import taskagent.domain.engine.Journal.ChildEnd;
import taskagent.domain.processing.TaskProcessing;
import taskagent.domain.run.Codec;
import taskagent.domain.run.InputRun;
import taskagent.domain.run.Kind;
import taskagent.domain.run.KindId;
import taskagent.domain.run.Parent;
import taskagent.domain.run.RunId;
import taskagent.domain.run.UnknownRun;
import taskagent.domain.saga.Directive;
import taskagent.domain.saga.Generation;
import taskagent.domain.saga.Outcome;
import taskagent.domain.saga.Place;
import taskagent.domain.saga.Saga;
import taskagent.domain.saga.SagaInput;
import taskagent.domain.saga.SagaMachine;
import taskagent.domain.saga.Signal;
import taskagent.domain.saga.Step;
import taskagent.domain.saga.StepCall;
import taskagent.domain.saga.StepResult;
import taskagent.domain.saga.Verdict;
import taskagent.json.RegistrationJson.Registration;

/** Runs of several kinds. */
class KindsJsonTest {

  private static final KindId LETTER = new KindId("letter", 2);
  private static final Instant AT = Instant.parse("2026-03-01T09:00:00.123Z");

  private static final Codec<Integer> PAGES =
      new Codec<>() {
        @Override
        public String write(Integer pages) {
          return "{\"pages\":" + pages + "}";
        }

        @Override
        public Integer read(String text) {
          return Integer.parseInt(Json.read(text).json("pages"));
        }
      };

  private static final Saga<InputRun<Integer>> SAGA =
      Saga.of("letter", Step.decide("fits", _ -> new Verdict.Skipped("it is short")));

  private static final taskagent.domain.engine.Kinds BOTH =
      Samples.KINDS.with(
          new Kind<>(LETTER, new InputRunJson<>(PAGES), _ -> SAGA), _ -> new Hosts());

  private static final InputRun<Integer> RUN =
      InputRun.accepted(LETTER, SAGA, new RunId("letter-7"), 3, AT);

  @Test
  void onlyALaterGenerationRaisesTheFormats() {
    var signals = List.of(new Signal("s-1", "changed", "yes"));
    var second = RUN.with(4).in(new Generation(2, signals, List.of("s-1", "s-2")), AT, List.of());
    var text = KindsJson.write(BOTH, second);

    assertThat(KindsJson.write(BOTH, RUN))
        .startsWith("{\"format\":2,")
        .doesNotContain("generation");
    assertThat(text).startsWith("{\"format\":3,");
    assertThat(KindsJson.read(BOTH, text)).isEqualTo(second);
    var state = BOTH.begin(second);
    assertThat(SagaStateJson.write(state)).startsWith("{\"format\":2,");
    assertThat(SagaStateJson.read(SagaStateJson.write(state)).generation()).isEqualTo(2);
    var registration = Registration.of(RUN, 1);
    var continued = registration.continued(second);
    assertThat(RegistrationJson.write(BOTH, registration)).startsWith("{\"format\":1,");
    assertThat(RegistrationJson.write(BOTH, continued)).startsWith("{\"format\":2,");
    assertThat(RegistrationJson.read(BOTH, RegistrationJson.write(BOTH, continued)))
        .isEqualTo(continued);
    assertThat(continued.again().latest()).isEqualTo(second);
    assertThatExceptionOfType(UnreadableDocument.class)
        .isThrownBy(
            () -> KindsJson.read(BOTH, text.replace("\"generation\":2", "\"generation\":0")));
  }

  @Test
  void onlyChildrenRaiseTheFormats() {
    var parent = new Parent(new RunId("post-1"), "post-1/letter/do");
    var child = Registration.child(RUN, parent);
    var text = RegistrationJson.write(BOTH, child);

    assertThat(text).startsWith("{\"format\":2,");
    assertThat(RegistrationJson.read(BOTH, text)).isEqualTo(child);
    assertThat(child.cancel().again().parent()).contains(parent);
    var ended = List.<SagaInput>of(new SagaInput.ChildEnded("letter-7", Outcome.FAILED, AT));
    assertThat(JournalJson.write(ended)).startsWith("{\"format\":3,");
    assertThat(JournalJson.read(JournalJson.write(ended))).isEqualTo(ended);
    var end = new ChildEnd(RUN.id(), Outcome.COMPLETED);
    assertThat(ChildEndJson.read(ChildEndJson.write(end))).isEqualTo(end);
    var machine = new SagaMachine(Saga.of("post", Step.child("letter", _ -> RUN, 1)));
    var begun = machine.start("post-1", AT).state();
    var started =
        machine
            .on(begun, new SagaInput.Ran(List.of(StepResult.done("letter", "letter-7")), AT))
            .state();
    assertThat(SagaStateJson.write(begun)).startsWith("{\"format\":1,");
    assertThat(SagaStateJson.write(started)).startsWith("{\"format\":2,").contains("started");
    assertThat(SagaStateJson.read(SagaStateJson.write(started)).awaitsChildren()).isTrue();
  }

  @Test
  void callsOfALaterGenerationHaveOtherKeys() {
    var second = RUN.in(new Generation(2, List.of(), List.of()), AT, List.of());
    var call = new StepCall(second.generation().base("letter-7"), "fits", StepCall.Mode.DO, 1);
    var directive = new Directive.Run(Place.OUTSIDE, List.of(call));
    var text = StepCallsJson.write(BOTH, second, directive, AT);

    assertThat(call.key()).isEqualTo("letter-7~2/fits/do");
    assertThat(StepCallsJson.read(BOTH, text).directive()).isEqualTo(directive);
  }

  @Test
  void aRunOfTheFirstKindIsWrittenAsOlderBuildsWroteIt() {
    var text = KindsJson.write(BOTH, Samples.run());

    assertThat(text).isEqualTo(RunJson.write(Samples.run())).doesNotContain("kind");
    assertThat(KindsJson.read(BOTH, text)).isEqualTo(Samples.run());
    assertThat(Samples.run().kind()).isEqualTo(TaskProcessing.FIRST);
  }

  @Test
  void aRunOfAnotherKindSaysItsKind() {
    var text = KindsJson.write(BOTH, RUN);

    assertThat(text)
        .isEqualTo(
            "{\"format\":2,\"kind\":\"letter@2\",\"workflow_id\":\"letter-7\","
                + "\"accepted_at\":\"2026-03-01T09:00:00.123Z\",\"input\":{\"pages\":3},"
                + "\"decided\":[{\"step\":\"fits\",\"result\":\"done\","
                + "\"skipped\":\"it is short\"}]}");
    assertThat(KindsJson.read(BOTH, text)).isEqualTo(RUN);
  }

  @Test
  void aRunOfAnUnknownKindIsWrittenAsItWasRead() {
    var text = KindsJson.write(BOTH, RUN);

    var unknown = KindsJson.read(Samples.KINDS, text);

    assertThat(unknown).isEqualTo(new UnknownRun(RUN.id(), LETTER, AT, text));
    assertThat(((UnknownRun) unknown).reason())
        .isEqualTo("workflow letter-7 is of the kind letter@2, which this version does not know");
    assertThat(KindsJson.write(Samples.KINDS, unknown)).isEqualTo(text);
  }

  @Test
  void aDamagedKindOrInputIsAnUnreadableDocument() {
    var text = KindsJson.write(BOTH, RUN);

    assertThatExceptionOfType(UnreadableDocument.class)
        .isThrownBy(() -> KindsJson.read(BOTH, text.replace("\"pages\":3", "\"pages\":\"x\"")));
    assertThatExceptionOfType(UnreadableDocument.class)
        .isThrownBy(() -> KindsJson.read(BOTH, text.replace("letter@2", "letter@0")));
    assertThatExceptionOfType(UnreadableDocument.class)
        .isThrownBy(() -> KindsJson.kind("letter@\u0000"));
    assertThatExceptionOfType(UnreadableDocument.class).isThrownBy(() -> KindsJson.kind(null));
  }

  @Test
  void aRegistrationOfAnUnknownKindLosesNothing() {
    var known = Registration.of(RUN, 1).retriedAs(RUN);
    var text = RegistrationJson.write(BOTH, known);

    var cancelled =
        RegistrationJson.write(Samples.KINDS, RegistrationJson.read(Samples.KINDS, text).cancel());

    assertThat(RegistrationJson.read(BOTH, cancelled))
        .isEqualTo(known.cancel())
        .extracting(Registration::retriedAs)
        .isEqualTo(Optional.of(RUN));
    assertThat(List.of(text, cancelled)).allMatch(each -> each.contains("\"pages\":3"));
  }

  @Test
  void anEntryHasTheSecondFormatOnlyWithAnOutputOrASignal() {
    var done = StepResult.done("weigh");
    var weighed = StepResult.done("weigh", "20 g");

    assertThat(JournalJson.write(List.of(new SagaInput.Ran(List.of(done), AT))))
        .startsWith("{\"format\":1,");
    assertThat(JournalJson.write(List.of(new SagaInput.Ran(List.of(done, weighed), AT))))
        .startsWith("{\"format\":2,");
    assertThat(
            JournalJson.write(List.of(new SagaInput.Signalled(new Signal("1", "stamped", ""), AT))))
        .startsWith("{\"format\":2,");
    assertThat(JournalJson.writeResults(List.of(done))).startsWith("{\"format\":1,");
    assertThat(JournalJson.writeResults(List.of(weighed))).startsWith("{\"format\":2,");
  }

  @Test
  void outputsAndSignalsAreNotInTheRecord() {
    var hears = Saga.<Object>of("letter", Step.hear("stamp", "stamped", Duration.ofDays(1)));
    var machine = new SagaMachine(hears);
    var state = machine.start("letter-7", AT).state();
    for (var signal :
        List.of(new Signal("1", "lost", "unheard"), new Signal("2", "stamped", "heard"))) {
      state = machine.on(state, new SagaInput.Signalled(signal, AT)).state();
    }

    assertThat(state.steps().getFirst().output()).contains("heard");
    assertThat(SagaStateJson.write(state)).doesNotContain("heard");
  }
}
