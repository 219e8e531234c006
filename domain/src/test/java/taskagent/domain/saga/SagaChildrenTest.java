package taskagent.domain.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static taskagent.domain.arbitrary.SampleSteps.act;
import static taskagent.domain.arbitrary.SampleSteps.step;

import java.util.List;
import org.junit.jupiter.api.Test;
import taskagent.domain.saga.StepCall.Mode;
import taskagent.domain.saga.StepState.Status;

/** Steps that start child runs. */
final class SagaChildrenTest {

  private static Step<Object> child(String name) {
    return Step.child(name, _ -> name, 2);
  }

  private static final Saga<Object> FAMILY =
      Saga.of(
          "family",
          step("open", Place.AGGREGATE, "close"),
          child("a").undoneBy("undo-a", act(Place.OUTSIDE)),
          child("b"),
          child("c").optional(true),
          step("bill", Place.OUTSIDE));

  private static StepResult started(String name) {
    return StepResult.done(name, "run-" + name);
  }

  private static SagaStory ended(SagaStory story, String name, Outcome outcome) {
    return story.tell(new SagaInput.ChildEnded("run-" + name, outcome, story.now()));
  }

  /** Returns a family whose first two children run. */
  private static SagaStory two() {
    return new SagaStory(FAMILY).done("open").told(started("a"), started("b"));
  }

  @Test
  void atMostSoManyChildrenRunAtOnce() {
    var story = new SagaStory(FAMILY).done("open").assertRuns(Mode.DO, "a", "b");

    story.told(started("a"), started("b"));

    assertThat(story.directive()).isEqualTo(new Directive.AwaitChildren(List.of("run-a", "run-b")));
    assertThat(story.directive().key()).isEqualTo("await children");
    assertThat(story.state().awaitsChildren()).isTrue();
    ended(story, "b", Outcome.COMPLETED).assertRuns(Mode.DO, "c");
    assertThat(story.status("a")).isEqualTo(Status.STARTED);
  }

  @Test
  void theSagaGoesOnWhenAllHaveEnded() {
    var story = ended(two(), "a", Outcome.COMPLETED).told(started("c"));
    ended(ended(story, "c", Outcome.COMPLETED), "b", Outcome.COMPLETED);

    story.assertRuns(Mode.DO, "bill").done("bill").assertEnded(Outcome.COMPLETED);
    assertThat(story.line("a").output()).contains("run-a");
  }

  @Test
  void aChildThatFailsStopsTheOthersFirst() {
    var story = ended(two(), "a", Outcome.COMPLETED).told(started("c"));

    ended(story, "b", Outcome.FAILED);

    assertThat(story.status("b")).isEqualTo(Status.FAILED);
    assertThat(story.directive()).isInstanceOf(Directive.Run.class);
    story.assertRuns(Mode.UNDO, "c").done("c");
    assertThat(story.directive()).isEqualTo(new Directive.AwaitChildren(List.of("run-c")));
    ended(story, "c", Outcome.CANCELLED).assertRuns(Mode.UNDO, "a");
    story.done("a").assertRuns(Mode.UNDO, "open").done("open").assertEnded(Outcome.FAILED);
    assertThat(story.state().cause().orElseThrow().reason())
        .isEqualTo("b: child run-b ended as failed");
    assertThat(story.status("c")).isEqualTo(Status.UNDONE);
  }

  @Test
  void anOptionalChildMayFail() {
    var story = ended(two(), "a", Outcome.COMPLETED).told(started("c"));
    ended(ended(story, "c", Outcome.REJECTED), "b", Outcome.COMPLETED);

    assertThat(story.status("c")).isEqualTo(Status.FAILED);
    story.assertRuns(Mode.DO, "bill").done("bill").assertEnded(Outcome.COMPLETED);
  }

  @Test
  void aChildThatCompletesAlthoughItWasCancelledIsCompensated() {
    var story = two().cancel().assertRuns(Mode.UNDO, "b", "a").done("b", "a");

    ended(ended(story, "a", Outcome.COMPLETED), "b", Outcome.COMPLETED);

    story.assertRuns(Mode.UNDO, "a").done("a").done("open").assertEnded(Outcome.CANCELLED);
    assertThat(story.status("b")).as("nothing compensates it").isEqualTo(Status.DONE);
  }

  @Test
  void aChildWhoseCompensationFailedNeedsAnOperator() {
    var story = two().cancel().done("b", "a");
    ended(ended(story, "a", Outcome.COMPENSATION_FAILED), "b", Outcome.CANCELLED);

    story.done("open").assertEnded(Outcome.COMPENSATION_FAILED);
    var forward = ended(two(), "a", Outcome.COMPENSATION_FAILED).done("b");
    ended(forward, "b", Outcome.CANCELLED).done("open").assertEnded(Outcome.COMPENSATION_FAILED);
  }

  @Test
  void anIdThatIsTakenCompensates() {
    var story = new SagaStory(FAMILY).done("open");
    story.told(started("a"), StepResult.refused("b", "another run has the id"));

    assertThat(story.status("b")).isEqualTo(Status.REFUSED);
    story.assertRuns(Mode.UNDO, "a").done("a");
    ended(story, "a", Outcome.CANCELLED).assertRuns(Mode.UNDO, "open");
  }

  @Test
  void aChildThatWasNotStartedYetIsNotCancelled() {
    var story = ended(two(), "a", Outcome.COMPLETED).assertRuns(Mode.DO, "c");

    ended(story, "b", Outcome.FAILED);

    assertThat(story.status("c")).as("told together with the end of a").isEqualTo(Status.PENDING);
    story.assertRuns(Mode.UNDO, "a");
  }

  @Test
  void aCancellationWaitsForAStart() {
    var story = new SagaStory(FAMILY).done("open").cancel().assertRuns(Mode.DO, "a", "b");

    story.told(started("a"), started("b")).assertRuns(Mode.UNDO, "b", "a");
  }

  @Test
  void whatIsKnownChangesNothing() {
    var story = ended(two(), "a", Outcome.COMPLETED);
    var before = story.state();

    ended(ended(story, "a", Outcome.FAILED), "nobody", Outcome.FAILED);

    assertThat(story.state()).isEqualTo(before);
  }

  @Test
  void aCancellationThatDidNotWorkIsIssuedAgain() {
    var story = two().cancel().told(StepResult.done("b"));

    story.assertRuns(Mode.UNDO, "a");
  }

  @Test
  void aDefinitionIsChecked() {
    assertThatThrownBy(() -> Step.child("a", _ -> "run", 0)).hasMessageContaining("one child");
    assertThatThrownBy(() -> child("a").growing()).hasMessageContaining("cannot plan");
  }
}
