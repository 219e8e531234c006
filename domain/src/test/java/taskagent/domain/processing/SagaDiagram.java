package taskagent.domain.processing;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import taskagent.domain.saga.Act;
import taskagent.domain.saga.Place;
import taskagent.domain.saga.RetryPolicy;
import taskagent.domain.saga.Saga;
import taskagent.domain.saga.Step;

/** Draws a saga from its definition: a Mermaid diagram and a table of its steps. */
final class SagaDiagram {

  private final Saga<?> saga;

  SagaDiagram(Saga<?> saga) {
    this.saga = saga;
  }

  /** Returns both as Markdown. */
  String markdown() {
    return "```mermaid\n" + String.join("\n", diagram()) + "\n```\n\n" + table();
  }

  private List<String> diagram() {
    var lines = new ArrayList<String>();
    lines.add("flowchart LR");
    lines.add("  accepted([accepted]) --> " + saga.steps().getFirst().name());
    for (int i = 0; i < saga.steps().size(); i++) {
      var next = i + 1 < saga.steps().size() ? saga.steps().get(i + 1).name() : "completed";
      lines.add("  %s -->|done| %s".formatted(saga.steps().get(i).name(), next));
      lines.add(givesUp(i));
    }
    var undone = undone(saga.steps().size() - 1);
    for (int i = 0; i < undone.size(); i++) {
      var next = i + 1 < undone.size() ? undo(undone.get(i + 1)) : "ended";
      lines.add("  %s --> %s".formatted(undo(undone.get(i)), next));
    }
    lines.add("  completed([completed])");
    lines.add("  rejected([rejected])");
    lines.add("  ended([failed, cancelled, or compensation_failed])");
    return lines;
  }

  /** Draws the edge to the first compensation if the saga gives up at this step. */
  private String givesUp(int index) {
    var step = saga.steps().get(index);
    if (step.act() instanceof Act.Decide) {
      return "  %s -.->|rejects| rejected".formatted(step.name());
    }
    var undone = undone(lastIssuedWith(index));
    var first = undone.isEmpty() ? "ended" : undo(undone.getFirst());
    return "  %s -.->|fails or is cancelled| %s".formatted(step.name(), first);
  }

  /** Returns the last step that is issued together with this one; all of them are compensated. */
  private int lastIssuedWith(int index) {
    int last = index;
    while (saga.steps().get(index).place() == Place.AGGREGATE
        && last + 1 < saga.steps().size()
        && saga.steps().get(last + 1).place() == Place.AGGREGATE) {
      last++;
    }
    return last;
  }

  private List<? extends Step<?>> undone(int upTo) {
    return saga.steps().subList(0, upTo + 1).reversed().stream()
        .filter(step -> step.undoneBy().isPresent())
        .toList();
  }

  private static String undo(Step<?> step) {
    return step.undoneBy().orElseThrow();
  }

  private String table() {
    var rows =
        saga.steps().stream()
            .map(
                step ->
                    "| %s | %s | %s | %s |"
                        .formatted(
                            step.name(),
                            effect(step),
                            step.undoneBy().orElse("–"),
                            step.act() instanceof Act.Decide ? "1" : attempts(step.retry())))
            .collect(Collectors.joining("\n"));
    return "| step | takes effect | compensated by | attempts |\n|---|---|---|---|\n" + rows + "\n";
  }

  private static String effect(Step<?> step) {
    if (step.act() instanceof Act.Decide) {
      return "nowhere; it only decides";
    }
    return switch (step.place()) {
      case LOCAL -> "nowhere; it only waits";
      case AGGREGATE -> "in the task";
      case CHILDREN -> "in a child run";
      case OUTSIDE -> "outside";
    };
  }

  private static String attempts(RetryPolicy policy) {
    return "up to %d; first wait %d s, each further wait %.1f times longer"
        .formatted(
            policy.attempts(), policy.backoff().first().toSeconds(), policy.backoff().factor());
  }
}
