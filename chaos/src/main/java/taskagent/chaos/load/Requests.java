package taskagent.chaos.load;

import java.util.OptionalLong;
import java.util.regex.Pattern;
import taskagent.chaos.check.Op;
import taskagent.domain.processing.TaskRequest;
import taskagent.domain.task.TaskId;

/** The requests for tasks that fare as somebody wishes, and what replies to messages say. */
public final class Requests {

  /** In the name of an assignee who cannot be notified. */
  public static final String UNREACHABLE = "unreachable";

  private static final Pattern NUMBER = Pattern.compile("message #(\\d+)");

  private Requests() {}

  /** The request that fares like that; the same one each time. */
  public static TaskRequest of(Op.Ask ask) {
    return new TaskRequest(
        new TaskId(ask.subject()),
        ask.wish() == Op.Wish.UNACCEPTABLE ? "No" : "Survive " + ask.subject(),
        "Whatever is broken meanwhile",
        ask.wish() == Op.Wish.UNREACHABLE ? UNREACHABLE : "ada",
        ask.deadlineSeconds());
  }

  /** Which message of its user's the assistant says that it answers; nothing if it does not say. */
  public static OptionalLong numberIn(String reply) {
    var said = NUMBER.matcher(reply);
    return said.find() ? OptionalLong.of(Long.parseLong(said.group(1))) : OptionalLong.empty();
  }
}
