package taskagent.domain.contract;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import taskagent.domain.conversation.Conversation;
import taskagent.domain.conversation.Responder;
import taskagent.domain.conversation.RuleBasedResponder;
import taskagent.domain.conversation.UserId;

/** Replies by rule; tests can make it block or fail. Counts concurrent calls for each user. */
public final class ScriptedResponder implements Responder {

  private final Responder rules = new RuleBasedResponder();
  private final Map<UserId, CallGate> gates = new HashMap<>();
  private final Map<UserId, RuntimeException> failures = new HashMap<>();
  private final Map<UserId, Integer> present = new HashMap<>();
  private final Map<UserId, Integer> most = new HashMap<>();

  /** Blocks the next message of a user. */
  public synchronized CallGate hold(UserId user) {
    var gate = new CallGate();
    gates.put(user, gate);
    return gate;
  }

  /** Fails on the next message of a user. */
  public synchronized void fail(UserId user, RuntimeException failure) {
    failures.put(user, failure);
  }

  /** Returns the maximum number of concurrent messages of a user. */
  public synchronized int mostAtOnce(UserId user) {
    return most.getOrDefault(user, 0);
  }

  @Override
  public String reply(Conversation soFar, String content) {
    var user = soFar.user();
    arrive(user).ifPresent(CallGate::pass);
    try {
      return rules.reply(soFar, content);
    } finally {
      leave(user);
    }
  }

  private synchronized Optional<CallGate> arrive(UserId user) {
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
