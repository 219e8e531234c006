package taskagent.domain.contract;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import taskagent.domain.conversation.Conversation;
import taskagent.domain.conversation.Responder;
import taskagent.domain.conversation.RuleBasedResponder;
import taskagent.domain.conversation.UserId;

/** Answers by rule, unless it is told to hold a user up or to fail; counts who is at it at once. */
public final class ScriptedResponder implements Responder {

  private final Responder rules = new RuleBasedResponder();
  private final Map<UserId, Gate> gates = new HashMap<>();
  private final Map<UserId, RuntimeException> failures = new HashMap<>();
  private final Map<UserId, Integer> present = new HashMap<>();
  private final Map<UserId, Integer> most = new HashMap<>();

  /** Holds up the next message of a user. */
  public synchronized Gate hold(UserId user) {
    var gate = new Gate();
    gates.put(user, gate);
    return gate;
  }

  /** Fails at the next message of a user. */
  public synchronized void fail(UserId user, RuntimeException failure) {
    failures.put(user, failure);
  }

  /** How many messages of a user it ever had to answer at the same time. */
  public synchronized int mostAtOnce(UserId user) {
    return most.getOrDefault(user, 0);
  }

  @Override
  public String reply(Conversation soFar, String content) {
    var user = soFar.user();
    arrive(user).ifPresent(Gate::pass);
    try {
      return rules.reply(soFar, content);
    } finally {
      leave(user);
    }
  }

  private synchronized Optional<Gate> arrive(UserId user) {
    var failure = failures.remove(user);
    if (failure != null) {
      throw failure;
    }
    int now = present.merge(user, 1, Integer::sum);
    most.merge(user, now, Math::max);
    return Optional.ofNullable(gates.remove(user));
  }

  private synchronized void leave(UserId user) {
    present.merge(user, -1, Integer::sum);
  }
}
