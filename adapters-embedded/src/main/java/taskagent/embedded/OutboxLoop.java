package taskagent.embedded;

import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;
import taskagent.domain.engine.EventPolicy;
import taskagent.domain.port.EventPublisher;
import taskagent.domain.port.Unavailable;
import taskagent.embedded.EventSenders.Chain;
import taskagent.embedded.EventSenders.Sent;
import taskagent.embedded.SqliteOutbox.Row;

/**
 * Publishes the events of one topic, at least once, and those of each task or user in their order
 * (specification §6). An event that cannot be published is attempted again, while those of others
 * continue. When it has waited for long enough, it becomes a dead letter.
 */
final class OutboxLoop implements Threads.Loop, AutoCloseable {

  private static final System.Logger LOG = System.getLogger(OutboxLoop.class.getName());

  /** How many events are prepared, so that senders need not wait for the database. */
  private static final int PREPARED = 256;

  /** How many events of one subject are sent before their results are stored. */
  private static final int CHAIN = 64;

  private static final Duration IDLE = Duration.ofMillis(100);
  private static final Duration PAUSE_AFTER_TROUBLE = Duration.ofMillis(500);
  private static final Duration CALLS_MAY_TAKE = Duration.ofSeconds(1);

  private final SqliteOutbox outbox;
  private final Writer writer;
  private final InstantSource clock;
  private final EventPolicy policy;
  private final EventSenders senders;
  private final LongAdder deadLettered = new LongAdder();
  private final LoopThread thread;

  /** The chains that are prepared or being sent, by subject. */
  private final Map<String, Chain> underWay = new LinkedHashMap<>();

  /** The chains that ended and are not stored yet. */
  private final List<Sent> ended = new ArrayList<>();

  OutboxLoop(
      String topic,
      Database database,
      Writer writer,
      Threads threads,
      InstantSource clock,
      EventPublisher publisher,
      EventPolicy policy) {
    this.outbox = new SqliteOutbox(database, topic);
    this.writer = writer;
    this.clock = clock;
    this.policy = policy;
    this.senders = new EventSenders("send-" + topic, threads, publisher, policy.atOnce());
    this.thread =
        new LoopThread(
            "outbox-" + topic,
            "publish events",
            Level.DEBUG,
            PAUSE_AFTER_TROUBLE,
            this::round,
            this::storeTheLast);
  }

  @Override
  public void start() {
    thread.start();
  }

  @Override
  public void close() {
    close(CALLS_MAY_TAKE);
  }

  /** Stops; calls to the receiver may take this long to end, at most a second. */
  void close(Duration callsMayTake) {
    thread.end();
    senders.close(callsMayTake.compareTo(CALLS_MAY_TAKE) < 0 ? callsMayTake : CALLS_MAY_TAKE);
    thread.join();
  }

  /** Returns how many events became dead letters since the start. */
  long deadLettered() {
    return deadLettered.sum();
  }

  private void round() throws InterruptedException {
    if (!turn()) {
      senders.await(IDLE, ended);
    }
  }

  /** Stores what was sent before the end, so that it is not sent again. */
  private void storeTheLast() {
    try {
      while (!senders.closed()) {
        senders.await(IDLE, ended);
      }
      settle();
    } catch (Unavailable e) {
      LOG.log(System.Logger.Level.DEBUG, "events will be sent again: {0}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean turn() {
    boolean settled = settle();
    boolean again = sendAgain();
    return sendNew() || again || settled;
  }

  // ------------------------------------------------------------------ sending

  /** Sends what waited for its next attempt. It may keep half of the senders busy. */
  private boolean sendAgain() {
    long busy = underWay.values().stream().filter(Chain::again).count();
    long free = Math.max(1, policy.atOnce() / 2) - busy;
    if (free <= 0) {
      return false;
    }
    boolean found = false;
    for (var row : outbox.again(clock.instant(), policy.atOnce())) {
      if (free > 0 && !underWay.containsKey(row.subject())) {
        send(new Chain(List.of(row), true));
        free--;
        found = true;
      }
    }
    return found;
  }

  /** Sends what was not attempted yet, unless an earlier event of its subject waits. */
  private boolean sendNew() {
    int prepared = underWay.values().stream().mapToInt(chain -> chain.rows().size()).sum();
    if (prepared >= PREPARED) {
      return false;
    }
    int limit = prepared + PREPARED;
    var rows = outbox.unsent(limit);
    var chains = new LinkedHashMap<String, List<Row>>();
    var blocked = new ArrayList<Row>();
    var busy = new ArrayList<Row>();
    for (var row : rows) {
      if (row.blocked()) {
        blocked.add(row);
      } else if (underWay.containsKey(row.subject())) {
        busy.add(row);
      } else {
        chains.computeIfAbsent(row.subject(), _ -> new ArrayList<>()).add(row);
      }
    }
    chains.values().forEach(c -> send(new Chain(c.subList(0, Math.min(CHAIN, c.size())), false)));
    if (chains.isEmpty() && rows.size() == limit) {
      blocked.addAll(notUnderWay(busy)); // they hide the events of others
    }
    if (!blocked.isEmpty()) {
      writer.write(transaction -> hold(transaction, blocked));
    }
    return !chains.isEmpty() || !blocked.isEmpty();
  }

  private void send(Chain chain) {
    underWay.put(chain.subject(), chain);
    senders.submit(chain);
  }

  private List<Row> notUnderWay(List<Row> rows) {
    Set<Long> sending = new HashSet<>();
    underWay.values().forEach(chain -> chain.rows().forEach(row -> sending.add(row.seq())));
    return rows.stream().filter(row -> !sending.contains(row.seq())).toList();
  }

  private static int hold(Transaction transaction, List<Row> rows) throws SQLException {
    for (var row : rows) {
      SqliteOutbox.hold(transaction, row);
    }
    return rows.size();
  }

  // ------------------------------------------------------------------ results

  /** Stores the results of what was sent. They are kept until that works. */
  private boolean settle() {
    senders.drainTo(ended);
    if (ended.isEmpty()) {
      return false;
    }
    deadLettered.add(writer.write(this::settle));
    ended.forEach(each -> underWay.remove(each.chain().subject()));
    ended.clear();
    return true;
  }

  private int settle(Transaction transaction) throws SQLException {
    int dead = 0;
    for (var each : ended) {
      for (var row : each.published()) {
        SqliteOutbox.delete(transaction, row);
      }
      for (var row : each.behindTheRefused()) {
        SqliteOutbox.hold(transaction, row);
      }
      var refused = each.refused();
      if (refused.isPresent() && !policy.givesUp(refused.get().waited())) {
        SqliteOutbox.postpone(transaction, refused.get(), wait(refused.get()), clock.instant());
        continue; // later events of this subject wait for this one
      }
      if (refused.isPresent()) {
        bury(transaction, refused.get(), each.refusal().orElse(""));
        dead++;
      }
      outbox.release(transaction, each.chain().subject());
    }
    return dead;
  }

  private Duration wait(Row row) {
    double jitter = new SplittableRandom(row.seq() * 31 + row.tries()).nextDouble();
    return policy.wait(row.tries() + 1, row.waited(), jitter);
  }

  private void bury(Transaction transaction, Row row, String reason) throws SQLException {
    LOG.log(
        System.Logger.Level.WARNING,
        "event {0} could not be published in {1} attempts and is now a dead letter: {2}",
        row.event().id(),
        Integer.toString(row.tries() + 1),
        reason);
    SqliteOutbox.bury(transaction, row, clock.instant(), reason);
  }
}
