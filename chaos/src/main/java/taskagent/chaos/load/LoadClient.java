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
import taskagent.chaos.check.CallResult;
import taskagent.chaos.check.ClientCall;
import taskagent.chaos.check.ClientRequest;
import taskagent.chaos.check.ClientRequest.RequestKind;

/**
 * One client. It sends one request after the other, and retries those that may be retried until it
 * gets an answer or has tried five times.
 */
public final class LoadClient {

  private static final int TRIES = 5;

  /** From this version on, the saga has made all of its changes to the task. */
  private static final int THROUGH_SAGA = 3;

  /** How many of its last tasks a client continues to use, so that no timeline becomes long. */
  private static final int REMEMBERED = 8;

  private final int number;
  private final String name;
  private final SystemApi api;
  private final Consumer<ClientCall> calls;
  private final InstantSource clock;
  private final Duration pause;
  private final Random random;
  private final List<ClientRequest.ProcessTask> asked = new ArrayList<>();
  private final List<String> tasks = new ArrayList<>();
  private Optional<ClientRequest> unanswered = Optional.empty();
  private int count;
  private int things;

  /**
   * Creates a client.
   *
   * @param name the prefix of all its ids
   * @param calls receives each call
   * @param clock tells when a call begins and ends
   * @param pause the delay before a retry
   */
  public LoadClient(
      int number,
      String name,
      long seed,
      SystemApi api,
      Consumer<ClientCall> calls,
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

  void run(LoadPlan plan, BooleanSupplier over) {
    while (!over.getAsBoolean() && count < plan.callsAtMost() && !Thread.interrupted()) {
      next();
      LockSupport.parkNanos((long) (plan.think().toNanos() * 2 * random.nextDouble()));
    }
  }

  /** Sends the next request, or a few that belong together. */
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
      once(new ClientRequest.ReadTask(any(tasks)));
    } else {
      change();
    }
  }

  private void ask() {
    var ask = new ClientRequest.ProcessTask("%s-%d-%d".formatted(name, number, things++), kind());
    boolean acknowledged = repeat(ask).acknowledged();
    remember(asked, ask);
    if (!acknowledged) {
      return;
    }
    if (random.nextInt(12) == 0) {
      once(new ClientRequest.CancelSaga(ask.subject()));
    } else if (ask.kind() == RequestKind.ORDINARY || ask.kind() == RequestKind.HURRIED) {
      remember(tasks, ask.subject());
    }
  }

  private RequestKind kind() {
    int choice = random.nextInt(10);
    return choice < 5
        ? RequestKind.ORDINARY
        : choice < 7
            ? RequestKind.HURRIED
            : choice < 9 ? RequestKind.UNREACHABLE : RequestKind.UNACCEPTABLE;
  }

  /** Changes a task only after its saga has made all of its changes, so that they do not clash. */
  private void change() {
    var task = any(tasks);
    if (once(new ClientRequest.ReadTask(task)).number() >= THROUGH_SAGA) {
      var changes = ClientRequest.Change.values();
      once(new ClientRequest.ChangeTask(task, changes[random.nextInt(changes.length)]));
      once(new ClientRequest.ReadTask(task));
    }
  }

  /** Sends a message to its own conversation, or to one that all clients share. */
  private void say() {
    var user = random.nextInt(4) == 0 ? name + "-all" : name + "-" + number;
    repeat(new ClientRequest.SendMessage(user, "%s-%d-%d".formatted(name, number, things++)));
  }

  private CallResult repeat(ClientRequest op) {
    var reply = once(op);
    for (int i = 1; i < TRIES && again(reply) && !Thread.currentThread().isInterrupted(); i++) {
      LockSupport.parkNanos(pause.toNanos());
      reply = once(op);
    }
    unanswered = again(reply) ? Optional.of(op) : Optional.empty();
    return reply;
  }

  private static boolean again(CallResult reply) {
    return reply.status() == 0 || reply.status() == 429 || reply.status() == 503;
  }

  private CallResult once(ClientRequest op) {
    count++;
    var began = clock.instant();
    var reply = api.perform(op);
    calls.accept(new ClientCall(number, op, began, clock.instant(), reply));
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
