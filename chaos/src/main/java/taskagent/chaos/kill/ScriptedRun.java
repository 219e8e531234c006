package taskagent.chaos.kill;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import taskagent.domain.contract.Delivery;
import taskagent.domain.contract.Delivery.Tour;
import taskagent.domain.contract.Monitor;
import taskagent.domain.contract.Monitor.Round;
import taskagent.domain.contract.ParcelOrder;
import taskagent.domain.contract.ParcelOrder.Order;
import taskagent.domain.run.Run;
import taskagent.domain.run.RunId;
import taskagent.domain.saga.Outcome;
import taskagent.domain.saga.Signal;

/**
 * A run, what its client does with it, and how it must end, whenever the process is killed.
 *
 * @param messages the signals that the client sends, in this order
 * @param cancelledWith the child run; once it exists, the client cancels the run
 * @param outcome how the run must end
 * @param told what the person must have been told, if it is a monitor
 */
record ScriptedRun(
    Run run,
    List<Message> messages,
    Optional<RunId> cancelledWith,
    Outcome outcome,
    List<String> told) {

  private static final Duration LONG = Duration.ofHours(1);
  private static final Duration SHORT = Duration.ofSeconds(1);
  private static final Duration REST = Duration.ofMillis(200);

  /** A signal to a run or to its child. */
  record Message(RunId to, Signal signal) {}

  /** Returns one run of each script. */
  static List<ScriptedRun> batch(String name, Instant now) {
    return List.of(
        order(name + "-signed", List.of("book", "lamp"), LONG, true, Outcome.COMPLETED, now),
        order(name + "-unsigned", List.of("book"), SHORT, false, Outcome.FAILED, now),
        order(
            name + "-refused",
            List.of("book", ParcelOrder.REFUSED),
            LONG,
            false,
            Outcome.FAILED,
            now),
        monitor(name + "-signalled", new Round(4, LONG), List.of("a", "b", "c", "d"), now),
        monitor(name + "-rested", new Round(3, REST), List.of(), now),
        tour(name + "-toured", List.of("book", "lamp", "vase"), Outcome.COMPLETED, now),
        tour(name + "-returned", List.of("book", ParcelOrder.REFUSED), Outcome.FAILED, now),
        cancelledTour(new RunId(name + "-cancelled"), now));
  }

  /** Returns its id. */
  RunId id() {
    return run.id();
  }

  /** Returns the ids of the runs that it may start. */
  List<RunId> children() {
    return run.input() instanceof Tour tour
        ? tour.orders().stream().map(item -> Delivery.order(id(), item)).toList()
        : List.of();
  }

  private static ScriptedRun order(
      String name,
      List<String> items,
      Duration signedWithin,
      boolean signed,
      Outcome outcome,
      Instant now) {
    var id = new RunId(name);
    var run = ParcelOrder.run(id, new Order(items, signedWithin), now);
    var messages = signed ? List.of(signature(id)) : List.<Message>of();
    return new ScriptedRun(run, messages, Optional.empty(), outcome, List.of());
  }

  /** A monitor hears all signals, each in another generation, or tells again after each rest. */
  private static ScriptedRun monitor(String name, Round first, List<String> signals, Instant now) {
    var id = new RunId(name);
    var heard = Stream.concat(Stream.of(""), signals.stream().map(signal -> " " + signal)).toList();
    var told =
        Stream.iterate(1, round -> round <= first.rounds(), round -> round + 1)
            .map(round -> "tell " + round + (signals.isEmpty() ? "" : heard.get(round - 1)))
            .toList();
    return new ScriptedRun(
        Monitor.run(id, first, now),
        signals.stream()
            .map(signal -> new Message(id, new Signal(signal, Monitor.CHANGED, signal)))
            .toList(),
        Optional.empty(),
        Outcome.COMPLETED,
        told);
  }

  private static ScriptedRun tour(String name, List<String> items, Outcome outcome, Instant now) {
    var id = new RunId(name);
    var signatures = items.stream().map(item -> signature(Delivery.order(id, item))).toList();
    var run = Delivery.run(id, new Tour(items, 2, false), now);
    return new ScriptedRun(run, signatures, Optional.empty(), outcome, List.of());
  }

  /** Nobody signs, so that it cannot end before it is cancelled. */
  private static ScriptedRun cancelledTour(RunId id, Instant now) {
    var run = Delivery.run(id, new Tour(List.of("book", "lamp"), 2, false), now);
    var child = Optional.of(Delivery.order(id, "book"));
    return new ScriptedRun(run, List.of(), child, Outcome.CANCELLED, List.of());
  }

  private static Message signature(RunId to) {
    return new Message(to, new Signal("signature", ParcelOrder.SIGNATURE, ""));
  }
}
