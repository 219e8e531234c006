package taskagent.domain.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import taskagent.domain.memory.JournalEntry;
import taskagent.domain.memory.JournalingRuntime;

/** The loop executes the directives of the machine, and nothing else. */
final class SagaLoopTest {

  private static final Instant NOW = SagaStory.BEGIN;

  private final List<String> ran = new ArrayList<>();

  private final SagaLoop loop =
      new SagaLoop(
          SagaStory.ORDER,
          call -> {
            ran.add("local " + call.step());
            return new StepResult.Done(call.step());
          });

  private SagaRuntime runtime(List<JournalEntry> journal) {
    return new JournalingRuntime(
        journal,
        NOW,
        () -> NOW,
        false,
        run -> {
          run.calls().forEach(call -> ran.add(call.key()));
          return Optional.of(
              run.calls().stream().<StepResult>map(c -> new StepResult.Done(c.step())).toList());
        });
  }

  @Test
  void aSagaIsDrivenToItsEnd() {
    var journal = new ArrayList<JournalEntry>();

    var end = loop.drive("w", runtime(journal));

    assertThat(end.directive()).isEqualTo(new Directive.Finish(Outcome.COMPLETED));
    assertThat(ran)
        .containsExactly(
            "local check", "w/reserve/do", "w/bill/do", "w/label/do", "w/ship/do", "w/mail/do");
    assertThat(journal)
        .extracting(JournalEntry::key)
        .containsExactly("run w/reserve/do..label", "run w/ship/do", "run w/mail/do");
  }

  @Test
  void stepsInTheJournalAreNotRepeated() {
    var journal = new ArrayList<JournalEntry>();
    var first = loop.drive("w", runtime(journal));
    ran.clear();

    var again = loop.drive("w", runtime(journal));

    assertThat(again).isEqualTo(first);
    assertThat(ran).as("local steps are pure and run again").containsExactly("local check");
  }

  @Test
  void anEmptyAnswerOfTheRuntimeSuspendsTheSaga() {
    var parked =
        loop.drive(
            "w",
            new JournalingRuntime(new ArrayList<>(), NOW, () -> NOW, false, _ -> Optional.empty()));

    assertThat(parked.directive()).isInstanceOf(Directive.Run.class);
    assertThat(parked.state().ended()).isFalse();
  }

  @Test
  void aJournalOfAnotherSagaIsADefectThatNamesBothDirectives() {
    var journal =
        new ArrayList<>(
            List.of(
                new JournalEntry(
                    "run w/pack/do",
                    List.of(new SagaInput.Ran(List.of(new StepResult.Done("pack")), NOW)))));

    assertThatThrownBy(() -> loop.drive("w", runtime(journal)))
        .isInstanceOf(SagaDefect.class)
        .hasMessageContaining("run w/pack/do")
        .hasMessageContaining("run w/reserve/do..label");
  }
}
