package taskagent.chaos.check;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Checks that every entry of a timeline was published, and nothing else (invariant 13). */
final class EventChecks {

  private EventChecks() {}

  static void check(Evidence evidence, Consumer<Violation> violations) {
    var seen = evidence.seen();
    if (seen.pending() != 0 || seen.dead() != 0) {
      violations.accept(
          violation(
              "the outbox",
              "%d events are pending, %d are dead".formatted(seen.pending(), seen.dead())));
    }
    for (var task : seen.tasks().values()) {
      var expected = new TreeMap<Long, String>();
      for (var type : task.types()) {
        expected.put(expected.size() + 1L, "task." + type);
      }
      var published = new TreeMap<>(seen.published().getOrDefault(task.id(), Map.of()));
      if (!published.equals(expected)) {
        violations.accept(
            violation(
                task.id(), "published: %s, on the timeline: %s".formatted(published, expected)));
      }
      boolean compensated = task.outcome().equals("failed") || task.outcome().equals("cancelled");
      if (compensated != seen.compensated().contains(task.id())) {
        violations.accept(
            violation(
                task.id(),
                compensated
                    ? "its compensation was not published"
                    : "a compensation was published, but it was not compensated"));
      }
    }
  }

  private static Violation violation(String subject, String story) {
    return new Violation(Invariant.EVENTS_MATCH_CHANGES, subject, story);
  }
}
