package taskagent.chaos.check;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Checks that a conversation is an append-only list. Each acknowledged message is in it once, in
 * the order of the acknowledgements, and under its own user (invariants 5 and 12).
 */
final class ChatChecks {

  private ChatChecks() {}

  static void check(Evidence evidence, Consumer<Violation> violations) {
    evidence
        .bySubject(call -> call.op() instanceof ClientRequest.SendMessage)
        .forEach(
            (user, calls) -> {
              var chat =
                  evidence
                      .seen()
                      .chats()
                      .getOrDefault(user, new ObservedState.ObservedChat(0, List.of()));
              check(user, calls, chat, violations);
            });
  }

  private static void check(
      String user,
      List<ClientCall> calls,
      ObservedState.ObservedChat chat,
      Consumer<Violation> violations) {
    var said = chat.said();
    var asked = new HashSet<String>();
    calls.forEach(call -> asked.add(text(call)));
    if (new HashSet<>(said).size() < said.size()) {
      violation(user, "a message is in the history twice: " + said, violations);
    }
    if (!asked.containsAll(said)) {
      violation(user, "the history has messages that this user never sent: " + said, violations);
    }
    if (chat.total() != 2L * said.size()) {
      violation(
          user,
          "%d messages of the user, but the total is %d".formatted(said.size(), chat.total()),
          violations);
    }
    var acknowledged = new ArrayList<ClientCall>();
    for (var call : calls) {
      if (call.acknowledged()) {
        acknowledged.add(call);
        place(user, call, said, violations);
      }
    }
    order(user, acknowledged, begun(calls), violations);
  }

  /** Returns when each message was first sent. It may have been received without an answer. */
  private static Map<String, Instant> begun(List<ClientCall> calls) {
    var begun = new HashMap<String, Instant>();
    calls.forEach(
        call ->
            begun.merge(
                text(call), call.began(), (one, other) -> one.isBefore(other) ? one : other));
    return begun;
  }

  /** A reply names the number of its message, which is its place in the history. */
  private static void place(
      String user, ClientCall call, List<String> said, Consumer<Violation> violations) {
    int number = (int) call.reply().number();
    if (number < 1 || number > said.size() || !said.get(number - 1).equals(text(call))) {
      violation(
          user,
          "acknowledged as message %d, but the history has %s there: %s"
              .formatted(
                  number,
                  number >= 1 && number <= said.size() ? said.get(number - 1) : "none",
                  call),
          violations);
    }
  }

  /** A message that was sent after another was answered comes after it. */
  private static void order(
      String user,
      List<ClientCall> acknowledged,
      Map<String, Instant> begun,
      Consumer<Violation> violations) {
    var first = new ArrayList<ClientCall>();
    var texts = new HashSet<String>();
    for (var call : acknowledged) { // a repeated message gets its first number
      if (texts.add(text(call))) {
        first.add(call);
      }
    }
    first.sort(Comparator.comparingLong(call -> call.reply().number()));
    for (int i = 1; i < first.size(); i++) {
      if (first.get(i).ended().isBefore(begun.get(text(first.get(i - 1))))) {
        violation(user, "%s comes after %s".formatted(first.get(i), first.get(i - 1)), violations);
      }
    }
  }

  private static String text(ClientCall call) {
    return ((ClientRequest.SendMessage) call.op()).text();
  }

  private static void violation(String user, String story, Consumer<Violation> violations) {
    violations.accept(new Violation(Invariant.CHAT_IN_ORDER, user, story));
  }
}
