package taskagent.domain.processing;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import taskagent.domain.saga.RetryPolicy;
import taskagent.domain.saga.Saga;
import taskagent.domain.saga.Saga.Place;
import taskagent.domain.saga.Saga.Step;

/** Draws a saga from its definition: a diagram in Mermaid, and a table of its steps. */
final class SagaDiagram {

  private final Saga saga;

  SagaDiagram(Saga saga) {
    this.saga = saga;
  }

  /** Both, as Markdown. */
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

  /** Where a saga goes that gives up at this step: to undo what was issued, last first. */
  private String givesUp(int index) {
    var step = saga.steps().get(index);
    if (step.place() == Place.LOCAL) {
      return "  %s -.->|rejects| rejected".formatted(step.name());
    }
    var undone = undone(lastIssuedWith(index));
    var first = undone.isEmpty() ? "ended" : undo(undone.getFirst());
    return "  %s -.->|gives up, or is cancelled| %s".formatted(step.name(), first);
  }

  /** Steps in a row on the aggregate are issued together, and all are owed their undoing. */
  private int lastIssuedWith(int index) {
    int last = index;
    while (saga.steps().get(index).place() == Place.AGGREGATE
        && last + 1 < saga.steps().size()
        && saga.steps().get(last + 1).place() == Place.AGGREGATE) {
      last++;
    }
    return last;
  }

  private List<Step> undone(int upTo) {
    return saga.steps().subList(0, upTo + 1).reversed().stream()
        .filter(step -> step.undoneBy().isPresent())
        .toList();
  }

  private static String undo(Step step) {
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
                            switch (step.place()) {
                              case LOCAL -> "nowhere: it only decides";
                              case AGGREGATE -> "in the task";
                              case OUTSIDE -> "outside";
                            },
                            step.undoneBy().orElse("–"),
                            step.place() == Place.LOCAL ? "once" : tries(step.retry())))
            .collect(Collectors.joining("\n"));
    return "| step | has its effect | undone by | tried |\n|---|---|---|---|\n" + rows + "\n";
  }

  private static String tries(RetryPolicy policy) {
    return "up to %d times, waiting %d s, then %.1f times longer each"
        .formatted(policy.attempts(), policy.firstWait().toSeconds(), policy.backoff());
  }
}
