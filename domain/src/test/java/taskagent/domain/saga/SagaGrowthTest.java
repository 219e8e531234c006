package taskagent.domain.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static taskagent.domain.arbitrary.SampleSteps.step;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import taskagent.domain.saga.StepCall.Mode;
import taskagent.domain.saga.StepState.Status;

/** Steps that plan further steps. */
final class SagaGrowthTest {

  private static final Saga<Object> ORDER =
      Saga.of(
              "order",
              step("reserve", Place.AGGREGATE, "release"),
              step("split", Place.AGGREGATE, "merge").growing(),
              step("bill", Place.AGGREGATE),
              step("send", Place.OUTSIDE, "recall").asTemplate(),
              Step.<Object>hear("sign", "signature", Duration.ofDays(1)).asTemplate())
          .linesAtMost(6);

  private static Plan send(String parcel) {
    return new Plan("send", "send/" + parcel, parcel);
  }

  private static StepResult split(Plan... plans) {
    return StepResult.planned("split", List.of(plans));
  }

  private static SagaStory story() {
    return new SagaStory(ORDER);
  }

  private static SagaStory sending() {
    return story().told(StepResult.done("reserve"), split(send("a"), send("b")));
  }

  private static List<String> names(SagaStory story) {
    return story.state().steps().stream().map(StepState::name).toList();
  }

  @Test
  void aTemplateIsNoStepUntilItIsPlanned() {
    assertThat(names(story())).containsExactly("reserve", "split", "bill");
  }

  @Test
  void aGrowingStepEndsItsTurn() {
    assertThat(story().directive().key()).isEqualTo("run w/reserve/do..split");
  }

  @Test
  void plannedStepsRunBehindTheStepThatPlannedThem() {
    var story = sending();

    assertThat(names(story)).containsExactly("reserve", "split", "send/a", "send/b", "bill");
    assertThat(story.directive())
        .isInstanceOfSatisfying(
            Directive.Run.class,
            run -> {
              var call = run.calls().getFirst();
              assertThat(call.key()).isEqualTo("w/send/a/do");
              assertThat(call.definition()).isEqualTo("send");
              assertThat(call.planned()).contains("a");
            });
    story.done("send/a").done("send/b").assertRuns(Mode.DO, "bill").done("bill");
    story.assertEnded(Outcome.COMPLETED);
  }

  @Test
  void plannedStepsAreCompensatedInReverse() {
    var story = sending().done("send/a").refused("send/b");

    story.assertRuns(Mode.UNDO, "send/b").done("send/b").assertRuns(Mode.UNDO, "send/a");
    assertThat(story.directive())
        .isInstanceOfSatisfying(
            Directive.Run.class, run -> assertThat(run.calls().getFirst().planned()).contains("a"));
    story.done("send/a").assertRuns(Mode.UNDO, "split", "reserve").done("split", "reserve");
    story.assertEnded(Outcome.FAILED);
  }

  @Test
  void aPlannedStepCanWaitForASignal() {
    var story = story().told(StepResult.done("reserve"), split(new Plan("sign", "sign/a", "")));

    assertThat(story.directive())
        .isEqualTo(
            new Directive.AwaitSignal("sign/a", "signature", story.now().plus(Duration.ofDays(1))));
    story.wake().assertRuns(Mode.UNDO, "split", "reserve");
  }

  @Test
  void aStepThatIsRetriedPlansOnce() {
    var story = story().told(StepResult.done("reserve"), StepResult.failed("split", "no", true));
    story.wake().told(split(send("a")));

    assertThat(names(story)).containsExactly("reserve", "split", "send/a", "bill");
  }

  private static void assertGivesUp(SagaStory story, String why) {
    assertThat(story.state().cause().map(SagaState.Cause::reason))
        .isEqualTo(Optional.of("split: workflow w of the kind order cannot grow: " + why));
    assertThat(story.status("split")).isEqualTo(Status.UNDOING);
    story.assertRuns(Mode.UNDO, "split", "reserve").done("split", "reserve");
    story.assertEnded(Outcome.FAILED);
  }

  @Test
  void growthBeyondTheBoundCompensates() {
    var plans = IntStream.range(0, 4).mapToObj(i -> send("p" + i)).toArray(Plan[]::new);

    assertGivesUp(
        story().told(StepResult.done("reserve"), split(plans)),
        "it would have 7 steps, more than 6");
  }

  @Test
  void aNameThatIsTakenCompensates() {
    var taken = new Plan("send", "bill", "");

    assertGivesUp(
        story().told(StepResult.done("reserve"), split(taken)), "it has a step bill already");
    assertGivesUp(
        story().told(StepResult.done("reserve"), split(send("a"), send("a"))),
        "it has a step send/a already");
  }

  @Test
  void aPlanWithoutATemplateCompensates() {
    var unknown = new Plan("reserve", "again", "");

    assertGivesUp(
        story().told(StepResult.done("reserve"), split(unknown)), "it has no template reserve");
  }

  @Test
  void onlyAGrowingStepPlans() {
    var plans = List.of(send("a"));
    var story = story();

    assertThatThrownBy(() -> story.told(StepResult.planned("reserve", plans)))
        .isInstanceOf(SagaDefect.class)
        .hasMessage("reserve of w plans steps, but is not declared as growing");
    var compensating = story().told(StepResult.done("reserve"), StepResult.refused("split", "no"));
    assertThatThrownBy(() -> compensating.told(split(send("a"))))
        .isInstanceOf(SagaDefect.class)
        .hasMessage("the compensation of split plans steps");
  }

  @Test
  void aCancelledSagaCompensatesWhatItPlanned() {
    var story = sending().cancel().done("send/a");

    story.assertRuns(Mode.UNDO, "send/a").done("send/a").assertRuns(Mode.UNDO, "split", "reserve");
  }

  @Test
  void aDefinitionIsChecked() {
    var send = step("send", Place.OUTSIDE);
    assertThatThrownBy(() -> Saga.of("s", send, step("send", Place.AGGREGATE)))
        .hasMessageContaining("its own name");
    assertThatThrownBy(() -> Saga.of("s", send.asTemplate())).hasMessageContaining("have steps");
    assertThatThrownBy(() -> Saga.of("s", send.growing())).hasMessageContaining("templates");
    assertThatThrownBy(() -> Saga.of("s", step("a", Place.OUTSIDE), send.asTemplate()))
        .hasMessageContaining("growing");
    assertThatThrownBy(() -> Saga.of("s", send).linesAtMost(0))
        .hasMessageContaining("more than 0 steps");
    assertThatThrownBy(() -> step("check", Place.LOCAL).growing())
        .hasMessageContaining("cannot plan");
    assertThatThrownBy(() -> step("check", Place.LOCAL).asTemplate())
        .hasMessageContaining("cannot be a template");
    assertThatThrownBy(() -> new Plan("send", " ", "")).hasMessageContaining("name");
  }
}
