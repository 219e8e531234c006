package taskagent.chaos.load;

import java.util.OptionalLong;
import java.util.regex.Pattern;
import taskagent.chaos.check.ClientRequest;
import taskagent.domain.processing.TaskRequest;
import taskagent.domain.task.TaskId;

/** Builds the task requests of each kind, and reads the replies to messages. */
public final class TaskRequestFactory {

  /** The assignee who cannot be notified. */
  public static final String UNREACHABLE = "unreachable";

  private static final Pattern NUMBER = Pattern.compile("message #(\\d+)");

  private TaskRequestFactory() {}

  /** Returns the task request of a client's request; it is the same each time. */
  public static TaskRequest of(ClientRequest.ProcessTask ask) {
    return new TaskRequest(
        new TaskId(ask.subject()),
        ask.kind() == ClientRequest.RequestKind.UNACCEPTABLE ? "No" : "Survive " + ask.subject(),
        "It must survive every fault",
        ask.kind() == ClientRequest.RequestKind.UNREACHABLE ? UNREACHABLE : "ada",
        ask.deadlineSeconds());
  }

  /** Returns the number of the message that a reply answers; empty if it names none. */
  public static OptionalLong numberIn(String reply) {
    var said = NUMBER.matcher(reply);
    return said.find() ? OptionalLong.of(Long.parseLong(said.group(1))) : OptionalLong.empty();
  }
}
