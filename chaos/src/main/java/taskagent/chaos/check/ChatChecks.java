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
 * A conversation is a list to which is only appended: what was acknowledged is in it once, in the
 * order in which it was acknowledged, and under its own user (invariants 5 and 12).
 */
final class ChatChecks {

  private ChatChecks() {}

  static void check(Evidence evidence, Consumer<Violation> violations) {
    evidence
        .bySubject(call -> call.op() instanceof Op.Say)
        .forEach(
            (user, calls) -> {
              var chat = evidence.seen().chats().getOrDefault(user, new Seen.Chat(0, List.of()));
              check(user, calls, chat, violations);
            });
  }

  private static void check(
      String user, List<Call> calls, Seen.Chat chat, Consumer<Violation> violations) {
    var said = chat.said();
    var asked = new HashSet<String>();
    calls.forEach(call -> asked.add(text(call)));
    if (new HashSet<>(said).size() < said.size()) {
      violation(user, "a message is in the history twice: " + said, violations);
    }
    if (!asked.containsAll(said)) {
      violation(user, "the history has what this user never said: " + said, violations);
    }
    if (chat.total() != 2L * said.size()) {
      violation(
          user, "%d messages, but %d in all".formatted(said.size(), chat.total()), violations);
    }
    var acknowledged = new ArrayList<Call>();
    for (var call : calls) {
      if (call.acknowledged()) {
        acknowledged.add(call);
        place(user, call, said, violations);
      }
    }
    order(user, acknowledged, begun(calls), violations);
  }

  /** When each was said first; it may have been heard then, though nobody was answered. */
  private static Map<String, Instant> begun(List<Call> calls) {
    var begun = new HashMap<String, Instant>();
    calls.forEach(
        call ->
            begun.merge(
                text(call), call.began(), (one, other) -> one.isBefore(other) ? one : other));
    return begun;
  }

  /** A reply says the how manieth message it answers; that is its place in the history. */
  private static void place(
      String user, Call call, List<String> said, Consumer<Violation> violations) {
    int number = (int) call.reply().number();
    if (number < 1 || number > said.size() || !said.get(number - 1).equals(text(call))) {
      violation(
          user,
          "acknowledged as message %d, where the history has %s: %s"
              .formatted(
                  number,
                  number >= 1 && number <= said.size() ? said.get(number - 1) : "none",
                  call),
          violations);
    }
  }

  /** What was said after an answer had come stands behind it. */
  private static void order(
      String user,
      List<Call> acknowledged,
      Map<String, Instant> begun,
      Consumer<Violation> violations) {
    var first = new ArrayList<Call>();
    var texts = new HashSet<String>();
    for (var call : acknowledged) { // the same message again is told its first place
      if (texts.add(text(call))) {
        first.add(call);
      }
    }
    first.sort(Comparator.comparingLong(call -> call.reply().number()));
    for (int i = 1; i < first.size(); i++) {
      if (first.get(i).ended().isBefore(begun.get(text(first.get(i - 1))))) {
        violation(
            user, "%s stands behind %s".formatted(first.get(i), first.get(i - 1)), violations);
      }
    }
  }

  private static String text(Call call) {
    return ((Op.Say) call.op()).text();
  }

  private static void violation(String user, String story, Consumer<Violation> violations) {
    violations.accept(new Violation(Invariant.CHAT_IN_ORDER, user, story));
  }
}
