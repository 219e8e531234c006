package taskagent.embedded;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Phaser;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import taskagent.domain.port.EventPublisher;
import taskagent.embedded.SqliteOutbox.Row;

/**
 * Sends events of several subjects at the same time, and those of each subject in their order. A
 * receiver that hangs on one of them keeps one sender busy, and not the others.
 */
final class EventSenders {

  /** How long an interrupted call may take to end. */
  private static final Duration INTERRUPTED = Duration.ofSeconds(1);

  private final String name;
  private final Threads threads;
  private final EventPublisher publisher;
  private final Semaphore free;
  private final Queue<Chain> ready = new ConcurrentLinkedQueue<>();
  private final BlockingQueue<Sent> sent = new LinkedBlockingQueue<>();
  private final Set<Thread> sending = ConcurrentHashMap.newKeySet();
  private final Phaser working = new Phaser(1);
  private volatile boolean closing;
  private volatile boolean closed;

  /**
   * Successive events of one subject.
   *
   * @param again true if an earlier attempt failed
   */
  record Chain(List<Row> rows, boolean again) {

    Chain {
      rows = List.copyOf(rows);
    }

    String subject() {
      return rows.getFirst().subject();
    }
  }

  /**
   * What became of a chain. What is neither taken nor refused was not sent.
   *
   * @param taken how many events were published
   * @param refusal why the next one was not
   */
  record Sent(Chain chain, int taken, Optional<String> refusal) {

    List<Row> published() {
      return chain.rows().subList(0, taken);
    }

    Optional<Row> refused() {
      return refusal.map(_ -> chain.rows().get(taken));
    }

    List<Row> behindTheRefused() {
      return refusal.isPresent() ? chain.rows().subList(taken + 1, chain.rows().size()) : List.of();
    }
  }

  EventSenders(String name, Threads threads, EventPublisher publisher, int atOnce) {
    this.name = name;
    this.threads = threads;
    this.publisher = publisher;
    this.free = new Semaphore(atOnce);
  }

  /** Sends a chain as soon as a sender is free. */
  void submit(Chain chain) {
    ready.add(chain);
    if (free.tryAcquire()) {
      threads.start(name, this::work);
    }
  }

  /** Waits for a chain that ended, and adds all that ended to the list. */
  void await(Duration atMost, List<Sent> to) throws InterruptedException {
    var first = sent.poll(atMost.toNanos(), TimeUnit.NANOSECONDS);
    if (first != null) {
      to.add(first);
    }
    sent.drainTo(to);
  }

  /** Adds the chains that ended to the list. */
  void drainTo(List<Sent> to) {
    sent.drainTo(to);
  }

  private void work() {
    working.register();
    sending.add(Thread.currentThread());
    try {
      do {
        try {
          sendAll();
        } finally {
          free.release();
        }
      } while (!closing && !ready.isEmpty() && free.tryAcquire());
    } finally {
      sending.remove(Thread.currentThread());
      working.arriveAndDeregister();
    }
  }

  private void sendAll() {
    for (var next = ready.poll(); next != null && !closing; next = ready.poll()) {
      sent.add(send(next));
    }
  }

  private Sent send(Chain chain) {
    var taken = new ArrayList<Row>();
    for (var row : chain.rows()) {
      if (closing) {
        break; // what is not sent costs no attempt
      }
      try {
        publisher.publish(row.event());
        taken.add(row);
      } catch (RuntimeException e) {
        return new Sent(chain, taken.size(), Optional.of(String.valueOf(e.getMessage())));
      }
    }
    return new Sent(chain, taken.size(), Optional.empty());
  }

  /** Sends nothing more. Calls that are being made may take this long, and are then interrupted. */
  void close(Duration callsMayTake) {
    closing = true;
    int phase = working.arrive();
    if (!ended(phase, callsMayTake)) {
      sending.forEach(Thread::interrupt);
      ended(phase, INTERRUPTED);
    }
    closed = true;
  }

  /** Returns true if no further chain ends. */
  boolean closed() {
    return closed;
  }

  private boolean ended(int phase, Duration within) {
    try {
      working.awaitAdvanceInterruptibly(phase, within.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (TimeoutException e) {
      return false;
    }
  }
}
