package taskagent.domain.saga;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import taskagent.domain.arbitrary.SampleSteps;
import taskagent.domain.saga.SagaMachine.Transition;
import taskagent.domain.saga.StepState.Status;

/**
 * Draws the transitions of a step's status as a Mermaid state diagram. It generates the diagram: it
 * applies every input in every reachable state of the machine.
 */
final class StepStatusDiagram {

  private static final Instant NOW = Instant.EPOCH;
  private static final RetryPolicy ONCE = RetryPolicy.attempts(1);
  private static final RetryPolicy TWICE = RetryPolicy.attempts(2);

  /** The smallest saga without child runs that has every transition. */
  private static final Saga<Object> SAGA =
      Saga.of(
          "all",
          undone("a", Place.AGGREGATE, ONCE),
          undone("b", Place.AGGREGATE, ONCE),
          undone("c", Place.OUTSIDE, TWICE),
          SampleSteps.step("d", Place.OUTSIDE).retry(TWICE));

  /** The smallest saga with child runs that has every transition. */
  private static final Saga<Object> FAMILY =
      Saga.of(
          "family",
          undone("a", Place.CHILDREN, ONCE),
          SampleSteps.step("b", Place.CHILDREN).optional(true),
          SampleSteps.step("c", Place.OUTSIDE).retry(ONCE));

  private static Step<Object> undone(String name, Place place, RetryPolicy policy) {
    var act = SampleSteps.act(place);
    var undo = SampleSteps.act(place == Place.CHILDREN ? Place.OUTSIDE : place);
    var compensation = new Step.Compensation<>("undo-" + name, undo, policy);
    return new Step<>(name, act, Optional.of(compensation), policy, false);
  }

  private SagaMachine machine = new SagaMachine(SAGA);
  private final Map<Status, Map<Status, Set<String>>> moves = new EnumMap<>(Status.class);
  private final Set<List<Object>> seen = new HashSet<>();
  private final Deque<Transition> open = new ArrayDeque<>();

  static String draw() {
    var diagram = new StepStatusDiagram();
    diagram.explore();
    diagram.machine = new SagaMachine(FAMILY);
    diagram.seen.clear();
    diagram.explore();
    return diagram.drawn();
  }

  private void explore() {
    follow(Optional.empty(), machine.start("w", NOW), new SagaInput.Woke(NOW));
    while (!open.isEmpty()) {
      var at = open.pop();
      for (var input : inputs(at)) {
        follow(Optional.of(at.state()), machine.on(at.state(), input), input);
      }
    }
  }

  /** Treats states that differ only in time as equal. */
  private void follow(Optional<SagaState> before, Transition after, SagaInput input) {
    before.ifPresent(state -> move(state, after.state(), input));
    var key = new ArrayList<Object>();
    key.add(after.state().phase());
    key.add(after.state().cancelRequested());
    for (var step : after.state().steps()) {
      key.add(List.of(step.status(), step.attempts(), step.undoAttempts(), step.putOff()));
    }
    if (seen.add(key)) {
      open.push(after);
    }
  }

  private void move(SagaState before, SagaState after, SagaInput input) {
    for (int i = 0; i < before.steps().size(); i++) {
      var from = before.steps().get(i);
      var to = after.steps().get(i).status();
      if (from.status() != to) {
        moves
            .computeIfAbsent(from.status(), _ -> new TreeMap<>())
            .computeIfAbsent(to, _ -> new TreeSet<>())
            .add(reason(from, to, input));
      }
    }
  }

  private static String reason(StepState from, Status to, SagaInput input) {
    return switch (input) {
      case SagaInput.CancelRequested _ -> "cancelled";
      case SagaInput.Signalled _ -> "signal";
      case SagaInput.ChildEnded(_, var outcome, _) ->
          from.alive() && to != Status.TO_CANCEL
              ? "child " + outcome.wireName()
              : withoutResult(from.status(), to);
      case SagaInput.Woke _ -> from.wakeAt().isPresent() ? "wait is over" : "issued";
      case SagaInput.Ran ran ->
          ran.results().stream()
              .filter(result -> result.step().equals(from.name()))
              .findFirst()
              .map(StepStatusDiagram::reason)
              .orElseGet(() -> withoutResult(from.status(), to));
    };
  }

  private static String withoutResult(Status from, Status to) {
    return switch (to) {
      case RUNNING -> "issued";
      case UNDOING -> from == Status.UNDO_PENDING ? "issued" : "saga gives up";
      case PENDING -> "an earlier step did not succeed";
      case UNDO_PENDING ->
          from == Status.UNDOING ? "an earlier step did not succeed" : "saga gives up";
      case STARTED, TO_CANCEL, CANCELLING -> "saga gives up";
      case WAITING, PUT_OFF, DONE, SKIPPED, FAILED, REFUSED -> "saga gives up";
      case UNDO_WAITING, UNDO_PUT_OFF, UNDONE, UNDO_SKIPPED, UNDO_FAILED -> "saga gives up";
    };
  }

  private static String reason(StepResult result) {
    return switch (result.verdict()) {
      case Verdict.Done _ -> "done";
      case Verdict.Skipped _ -> "nothing to do";
      case Verdict.Failed failed -> failed.transientError() ? "failed" : "failed permanently";
      case Verdict.Refused _ -> "refused";
      case Verdict.Rejected _ -> "rejected";
      case Verdict.NotNow _ -> "postponed";
    };
  }

  /** Returns all inputs that a state can receive. */
  private static List<SagaInput> inputs(Transition at) {
    var inputs = new ArrayList<SagaInput>();
    switch (at.directive()) {
      case Directive.Finish _ -> {}
      case Directive.Wait wait -> {
        inputs.add(new SagaInput.CancelRequested(NOW));
        inputs.add(new SagaInput.Woke(wait.until()));
      }
      case Directive.AwaitSignal await -> {
        inputs.add(new SagaInput.CancelRequested(NOW));
        inputs.add(new SagaInput.Woke(await.until()));
        inputs.add(new SagaInput.Signalled(new Signal("1", await.signal(), ""), NOW));
      }
      case Directive.AwaitChildren await -> {
        inputs.add(new SagaInput.CancelRequested(NOW));
        for (var outcome : Outcome.values()) {
          inputs.add(new SagaInput.ChildEnded(await.children().getFirst(), outcome, NOW));
        }
      }
      case Directive.Run run -> {
        inputs.add(new SagaInput.CancelRequested(NOW));
        for (int done = 0; done < run.calls().size(); done++) {
          for (var last : results(run.calls().get(done).step())) {
            var results = new ArrayList<StepResult>();
            run.calls().subList(0, done).forEach(c -> results.add(done(c.step())));
            results.add(last);
            inputs.add(new SagaInput.Ran(results, NOW));
          }
        }
      }
    }
    return inputs;
  }

  /** The output is the id of a child, if the step starts one. */
  private static StepResult done(String step) {
    return StepResult.done(step, "child of " + step);
  }

  private static List<StepResult> results(String step) {
    return List.of(
        done(step),
        StepResult.skipped(step, "it is closed"),
        StepResult.failed(step, "no route", true),
        StepResult.failed(step, "no such thing", false),
        StepResult.refused(step, "it is closed"),
        StepResult.notNow(step, NOW.plus(Duration.ofMinutes(10)), "circuit open"));
  }

  private String drawn() {
    var lines = new ArrayList<String>();
    lines.add("stateDiagram-v2");
    lines.add("  [*] --> " + Status.PENDING.wireName());
    moves.forEach(
        (from, all) ->
            all.forEach(
                (to, reasons) ->
                    lines.add(
                        "  "
                            + from.wireName()
                            + " --> "
                            + to.wireName()
                            + ": "
                            + String.join(", ", reasons))));
    for (var status : Status.values()) {
      if (!moves.containsKey(status)) {
        lines.add("  " + status.wireName() + " --> [*]");
      }
    }
    return String.join("\n", lines);
  }
}
