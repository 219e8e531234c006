package taskagent.domain.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import taskagent.domain.engine.Journal;
import taskagent.domain.engine.JournaledRuntime;
import taskagent.domain.memory.InMemoryJournal;

/** The loop executes the directives of the machine, and nothing else. */
final class SagaLoopTest {

  private static final Instant NOW = SagaStory.BEGIN;

  private final List<String> ran = new ArrayList<>();

  private final SagaLoop<Object> loop =
      new SagaLoop<>(
          SagaStory.order(
              Step.decideAgain(
                  "check",
                  input -> {
                    ran.add("check " + input);
                    return new Verdict.Done();
                  })),
          "the input",
          List.of());

  private SagaRuntime runtime(Journal journal) {
    return new JournaledRuntime(
        journal,
        NOW,
        () -> NOW,
        true,
        run -> {
          run.calls().forEach(call -> ran.add(call.key()));
          return Optional.of(run.calls().stream().map(c -> StepResult.done(c.step())).toList());
        });
  }

  @Test
  void aSagaIsDrivenToItsEnd() {
    var journal = new InMemoryJournal(List.of());

    var end = loop.drive("w", runtime(journal));

    assertThat(end.directive()).isEqualTo(new Directive.Finish(Outcome.COMPLETED));
    assertThat(ran)
        .containsExactly(
            "check the input", "w/reserve/do", "w/bill/do", "w/label/do", "w/ship/do", "w/mail/do");
    assertThat(journal.entries())
        .extracting(Journal.Entry::key)
        .containsExactly("run w/reserve/do..label", "run w/ship/do", "run w/mail/do");
  }

  @Test
  void aLocalStepThatWasDecidedBeforeIsNotDecidedAgain() {
    var before = List.of(StepResult.rejected("check", List.of("too late")));

    assertThat(
            new SagaLoop<>(SagaStory.ORDER, "input", before)
                .drive("w", runtime(new InMemoryJournal(List.of()))))
        .extracting(SagaMachine.Transition::directive)
        .isEqualTo(new Directive.Finish(Outcome.REJECTED));
  }

  @Test
  void theLocalStepsAtTheBeginningAreDecidedUpToTheFirstThatDoesNotSucceed() {
    var saga =
        Saga.<List<String>>of(
            "lists",
            Step.decide("notEmpty", list -> judge(list.isEmpty(), "it is empty")),
            Step.decide("short", list -> judge(list.size() > 1, "it is long")),
            Step.of("send", Target.<List<String>, String>outside("mail").send(_ -> "list")),
            Step.decide("last", _ -> judge(true, "never reached")));

    assertThat(saga.decide(List.of("a")))
        .containsExactly(StepResult.done("notEmpty"), StepResult.done("short"));
    assertThat(saga.decide(List.of()))
        .containsExactly(StepResult.rejected("notEmpty", List.of("it is empty")));
  }

  private static Verdict judge(boolean bad, String issue) {
    return bad ? new Verdict.Rejected(List.of(issue)) : new Verdict.Done();
  }

  @Test
  void stepsInTheJournalAreNotRepeated() {
    var journal = new InMemoryJournal(List.of());
    var first = loop.drive("w", runtime(journal));
    ran.clear();

    var again = loop.drive("w", runtime(journal));

    assertThat(again).isEqualTo(first);
    assertThat(ran).as("local steps are pure and run again").containsExactly("check the input");
  }

  @Test
  void anEmptyAnswerOfTheRuntimeSuspendsTheSaga() {
    var parked =
        loop.drive(
            "w",
            new JournaledRuntime(
                new InMemoryJournal(List.of()), NOW, () -> NOW, true, _ -> Optional.empty()));

    assertThat(parked.directive()).isInstanceOf(Directive.Run.class);
    assertThat(parked.state().ended()).isFalse();
  }

  @Test
  void aJournalOfAnotherSagaIsADefectThatNamesBothDirectives() {
    var journal =
        new InMemoryJournal(
            List.of(
                new Journal.Entry(
                    "run w/pack/do",
                    List.of(new SagaInput.Ran(List.of(StepResult.done("pack")), NOW)))));

    assertThatThrownBy(() -> loop.drive("w", runtime(journal)))
        .isInstanceOf(SagaDefect.class)
        .hasMessageContaining("run w/pack/do")
        .hasMessageContaining("run w/reserve/do..label");
  }
}
