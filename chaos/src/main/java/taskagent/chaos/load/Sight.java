package taskagent.chaos.load;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import taskagent.chaos.check.Call;
import taskagent.chaos.check.Op;
import taskagent.chaos.check.Seen;

/** What the system says of all tasks and users that it was ever asked about. */
public record Sight(Map<String, Seen.Task> tasks, Map<String, Seen.Chat> chats) {

  /**
   * Looks at each of them once.
   *
   * @param apis whom to ask, by turns
   * @throws IOException if that is not told now
   */
  public static Sight of(List<Call> calls, List<? extends Api> apis) throws IOException {
    var tasks = new LinkedHashMap<String, Seen.Task>();
    var chats = new LinkedHashMap<String, Seen.Chat>();
    for (var call : calls) {
      var subject = call.op().subject();
      var api = apis.get((tasks.size() + chats.size()) % apis.size());
      if (call.op() instanceof Op.Say) {
        if (!chats.containsKey(subject)) {
          chats.put(subject, api.chat(subject));
        }
      } else if (!tasks.containsKey(subject)) {
        tasks.put(subject, api.task(subject));
      }
    }
    return new Sight(tasks, chats);
  }
}
