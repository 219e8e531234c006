package taskagent.chaos.check;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Everything that the checks of a run use.
 *
 * @param calls the calls of all clients
 * @param seen the state at the end
 * @param healed when the fault was healed
 */
public record Evidence(List<ClientCall> calls, ObservedState seen, Instant healed) {

  /** Returns the acknowledged calls of one kind, by subject. */
  <T extends ClientRequest> Map<String, List<ClientCall>> acknowledged(Class<T> type) {
    return bySubject(call -> type.isInstance(call.op()) && call.acknowledged());
  }

  /** Returns the calls that match, by subject, in the order in which they began. */
  Map<String, List<ClientCall>> bySubject(Predicate<ClientCall> which) {
    var found = new LinkedHashMap<String, List<ClientCall>>();
    for (var call : calls) {
      if (which.test(call)) {
        found.computeIfAbsent(call.op().subject(), _ -> new ArrayList<>()).add(call);
      }
    }
    return found;
  }

  /** Returns the kind of request of each task. */
  Map<String, ClientRequest.RequestKind> kinds() {
    var kinds = new LinkedHashMap<String, ClientRequest.RequestKind>();
    for (var call : calls) {
      if (call.op() instanceof ClientRequest.ProcessTask(var task, var kind)) {
        kinds.put(task, kind);
      }
    }
    return kinds;
  }
}
