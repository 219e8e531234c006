package taskagent.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import taskagent.domain.saga.Directive;
import taskagent.domain.saga.Place;
import taskagent.domain.saga.Plan;
import taskagent.domain.saga.Saga;
import taskagent.domain.saga.SagaInput;
import taskagent.domain.saga.SagaMachine;
import taskagent.domain.saga.Step;
import taskagent.domain.saga.StepCall;
import taskagent.domain.saga.StepCall.Mode;
import taskagent.domain.saga.StepResult;
import taskagent.domain.saga.StepState;
import taskagent.domain.saga.Target;
import taskagent.domain.saga.Verdict;

/** Planned steps raise the format of what they are in, and nothing else does. */
class PlannedStepsJsonTest {

  private static final Instant AT = Instant.parse("2026-03-01T09:00:00.123Z");
  private static final Target<Object, String> COURIER = Target.outside("courier");
  private static final Saga<Object> SAGA =
      Saga.of(
          "order",
          Step.grow("split", _ -> new Verdict.Done()),
          COURIER.step("send", _ -> "send").asTemplate());

  private static final List<StepResult> PLANNED =
      List.of(
          StepResult.planned(
              "split",
              List.of(new Plan("send", "send/a", "\u00e9"), new Plan("send", "send/b", ""))));

  @Test
  void results() {
    var text = JournalJson.writeResults(PLANNED);

    assertThat(text).startsWith("{\"format\":3,");
    assertThat(JournalJson.readResults(text)).isEqualTo(PLANNED);
    assertThat(JournalJson.writeResults(List.of(StepResult.planned("split", List.of()))))
        .startsWith("{\"format\":1,")
        .doesNotContain("plans");
  }

  @Test
  void aPlanWithoutANameIsUnreadable() {
    var text = JournalJson.writeResults(PLANNED).replace("send/a", " ");

    assertThatThrownBy(() -> JournalJson.readResults(text))
        .isInstanceOf(UnreadableDocument.class)
        .hasMessageContaining("name");
  }

  @Test
  void journalEntries() {
    var entry = List.<SagaInput>of(new SagaInput.Ran(PLANNED, AT), new SagaInput.Woke(AT));

    assertThat(JournalJson.write(entry)).startsWith("{\"format\":3,");
    assertThat(JournalJson.read(JournalJson.write(entry))).isEqualTo(entry);
  }

  @Test
  void calls() {
    var id = Samples.run().id().value();
    var call =
        new StepCall(id, "send/a", Mode.UNDO, 2, true, Optional.of("send"), Optional.of("\u00e9"));
    var directive = new Directive.Run(Place.OUTSIDE, List.of(call));
    var text = StepCallsJson.write(Samples.KINDS, Samples.run(), directive, AT);

    assertThat(text).startsWith("{\"format\":3,");
    assertThat(StepCallsJson.read(Samples.KINDS, text).directive()).isEqualTo(directive);
  }

  @Test
  void theRecordSaysTheTemplatesButNotTheInputs() {
    var machine = new SagaMachine(SAGA);
    var begun = machine.start("w", AT).state();
    var grown = machine.on(begun, new SagaInput.Ran(PLANNED, AT)).state();

    assertThat(SagaStateJson.write(begun)).startsWith("{\"format\":1,");
    var text = SagaStateJson.write(grown);
    assertThat(text).startsWith("{\"format\":2,").doesNotContain("\u00e9");
    var read = SagaStateJson.read(text);
    assertThat(read.steps())
        .extracting(StepState::name)
        .containsExactly("split", "send/a", "send/b");
    assertThat(read.steps())
        .extracting(StepState::definition)
        .containsExactly("split", "send", "send");
    assertThat(SagaStateJson.write(read)).isEqualTo(text);
  }
}
