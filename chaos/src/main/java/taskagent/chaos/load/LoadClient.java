package taskagent.chaos.load;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import taskagent.chaos.check.Call;
import taskagent.chaos.check.Op;
import taskagent.chaos.check.Op.Wish;
import taskagent.chaos.check.Reply;

/**
 * One client: does one thing after the other, and repeats what may be repeated until it is answered
 * or patience is at its end.
 */
public final class LoadClient {

  private static final int TRIES = 5;

  /** From this version on a task has been through its saga's own changes. */
  private static final int THROUGH_SAGA = 3;

  /** Tasks that a client goes on with: only the last, so that no timeline becomes long. */
  private static final int REMEMBERED = 8;

  private final int number;
  private final String name;
  private final Api api;
  private final Consumer<Call> calls;
  private final InstantSource clock;
  private final Duration pause;
  private final Random random;
  private final List<Op.Ask> asked = new ArrayList<>();
  private final List<String> tasks = new ArrayList<>();
  private Optional<Op> unanswered = Optional.empty();
  private int count;
  private int things;

  /**
   * A client.
   *
   * @param name begins all its ids
   * @param calls hears of each call
   * @param clock by which calls begin and end
   * @param pause how long it waits before it tries again
   */
  public LoadClient(
      int number,
      String name,
      long seed,
      Api api,
      Consumer<Call> calls,
      InstantSource clock,
      Duration pause) {
    this.number = number;
    this.name = name;
    this.api = api;
    this.calls = calls;
    this.clock = clock;
    this.pause = pause;
    this.random = new Random(seed * 31 + number);
  }

  void run(Plan plan, BooleanSupplier over) {
    while (!over.getAsBoolean() && count < plan.callsAtMost() && !Thread.interrupted()) {
      next();
      LockSupport.parkNanos((long) (plan.think().toNanos() * 2 * random.nextDouble()));
    }
  }

  /** One thing, of a kind that is likely to find something broken. */
  public void next() {
    if (unanswered.isPresent()) {
      repeat(unanswered.get());
      return;
    }
    int choice = random.nextInt(100);
    if (choice < 40 || tasks.isEmpty()) {
      ask();
    } else if (choice < 45) {
      repeat(any(asked));
    } else if (choice < 65) {
      say();
    } else if (choice < 80) {
      once(new Op.Look(any(tasks)));
    } else {
      change();
    }
  }

  private void ask() {
    var ask = new Op.Ask("%s-%d-%d".formatted(name, number, things++), wish());
    boolean acknowledged = repeat(ask).acknowledged();
    remember(asked, ask);
    if (!acknowledged) {
      return;
    }
    if (random.nextInt(12) == 0) {
      once(new Op.GiveUp(ask.subject()));
    } else if (ask.wish() == Wish.ORDINARY || ask.wish() == Wish.HURRIED) {
      remember(tasks, ask.subject());
    }
  }

  private Wish wish() {
    int choice = random.nextInt(10);
    return choice < 6
        ? Wish.ORDINARY
        : choice < 8 ? Wish.HURRIED : choice < 9 ? Wish.UNREACHABLE : Wish.UNACCEPTABLE;
  }

  /** A person waits until a task is theirs; then they and the saga do not meet. */
  private void change() {
    var task = any(tasks);
    if (once(new Op.Look(task)).number() >= THROUGH_SAGA) {
      var changes = Op.Change.values();
      once(new Op.Command(task, changes[random.nextInt(changes.length)]));
      once(new Op.Look(task));
    }
  }

  /** To oneself, or where others talk, too. */
  private void say() {
    var user = random.nextInt(4) == 0 ? name + "-all" : name + "-" + number;
    repeat(new Op.Say(user, "%s-%d-%d".formatted(name, number, things++)));
  }

  private Reply repeat(Op op) {
    var reply = once(op);
    for (int i = 1; i < TRIES && again(reply) && !Thread.currentThread().isInterrupted(); i++) {
      LockSupport.parkNanos(pause.toNanos());
      reply = once(op);
    }
    unanswered = again(reply) ? Optional.of(op) : Optional.empty();
    return reply;
  }

  private static boolean again(Reply reply) {
    return reply.status() == 0 || reply.status() == 429 || reply.status() == 503;
  }

  private Reply once(Op op) {
    count++;
    var began = clock.instant();
    var reply = api.perform(op);
    calls.accept(new Call(number, op, began, clock.instant(), reply));
    return reply;
  }

  private <T> T any(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  private static <T> void remember(List<T> last, T one) {
    last.add(one);
    if (last.size() > REMEMBERED) {
      last.removeFirst();
    }
  }
}
