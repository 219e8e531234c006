package taskagent.domain.saga;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Adds the steps that a growing step has planned, within the limits of the definition. */
final class Growth {

  private final Saga<?> saga;

  Growth(Saga<?> saga) {
    this.saga = saga;
  }

  /** Returns why these steps cannot be added; empty if they can. The text is for clients. */
  Optional<String> refused(SagaState state, StepState by, List<Plan> plans) {
    if (plans.isEmpty()) {
      return Optional.empty();
    }
    if (!saga.step(by.definition()).grows()) {
      throw new SagaDefect(
          "%s of %s plans steps, but is not declared as growing"
              .formatted(by.name(), state.workflowId()));
    }
    return tooMany(state, plans)
        .or(() -> taken(state, plans))
        .or(() -> unknown(plans))
        .map(
            why ->
                "workflow %s of the kind %s cannot grow: %s"
                    .formatted(state.workflowId(), saga.name(), why));
  }

  private Optional<String> tooMany(SagaState state, List<Plan> plans) {
    int lines = state.steps().size() + plans.size();
    return Optional.of("it would have %d steps, more than %d".formatted(lines, saga.linesAtMost()))
        .filter(_ -> lines > saga.linesAtMost());
  }

  private static Optional<String> taken(SagaState state, List<Plan> plans) {
    var names = new ArrayList<>(state.steps().stream().map(StepState::name).toList());
    for (var plan : plans) {
      if (names.contains(plan.name())) {
        return Optional.of("it has a step " + plan.name() + " already");
      }
      names.add(plan.name());
    }
    return Optional.empty();
  }

  private Optional<String> unknown(List<Plan> plans) {
    return plans.stream()
        .map(Plan::template)
        .filter(name -> saga.steps().stream().noneMatch(s -> s.template() && s.name().equals(name)))
        .findFirst()
        .map(name -> "it has no template " + name);
  }
}
