package taskagent.chaos.check;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * All that a run is judged by.
 *
 * @param calls what all clients did
 * @param seen what was there at the end
 * @param healed when nothing was broken any more
 */
public record Evidence(List<Call> calls, Seen seen, Instant healed) {

  /** The calls of one kind that were acknowledged, by subject. */
  <T extends Op> Map<String, List<Call>> acknowledged(Class<T> kind) {
    return bySubject(call -> kind.isInstance(call.op()) && call.acknowledged());
  }

  /** The calls that match, by subject, in the order in which they began. */
  Map<String, List<Call>> bySubject(Predicate<Call> which) {
    var found = new LinkedHashMap<String, List<Call>>();
    for (var call : calls) {
      if (which.test(call)) {
        found.computeIfAbsent(call.op().subject(), _ -> new ArrayList<>()).add(call);
      }
    }
    return found;
  }

  /** What was asked for under a task's id. */
  Map<String, Op.Wish> wishes() {
    var wishes = new LinkedHashMap<String, Op.Wish>();
    for (var call : calls) {
      if (call.op() instanceof Op.Ask(var task, var wish)) {
        wishes.put(task, wish);
      }
    }
    return wishes;
  }
}
