package taskagent.json;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import taskagent.domain.bulk.BulkAction;
import taskagent.domain.bulk.BulkId;
import taskagent.domain.bulk.BulkRequest;
import taskagent.domain.contract.Delivery;
import taskagent.domain.contract.Delivery.Tour;
import taskagent.domain.contract.ExpenseApproval;
import taskagent.domain.contract.ExpenseApproval.Expense;
import taskagent.domain.contract.ManualClock;
import taskagent.domain.contract.Monitor;
import taskagent.domain.contract.Monitor.Round;
import taskagent.domain.contract.ParcelOrder;
import taskagent.domain.contract.ParcelOrder.Order;
import taskagent.domain.contract.ScriptedOutside;
import taskagent.domain.memory.InMemoryEngine;
import taskagent.domain.run.Run;
import taskagent.domain.run.RunId;
import taskagent.domain.saga.Signal;
import taskagent.domain.task.CommandId;
import taskagent.domain.task.TaskCommand;
import taskagent.domain.task.TaskId;

/**
 * Runs the kinds that have outputs, waits, signals, planned steps, generations or child runs, to
 * record their histories. A run that has continued as new is recorded in its last generation.
 */
final class RecordingsOfOtherKinds {

  private static final RunId ID = new RunId("r-1");
  private static final Duration DAY = Duration.ofDays(1);

  private final InMemoryEngine engine =
      InMemoryEngine.inCallersThread(ScriptedOutside.with(new ManualClock()));

  private RecordingsOfOtherKinds() {}

  /** Returns each run by name. */
  static Map<String, Supplier<History>> all() {
    var all = new LinkedHashMap<String, Supplier<History>>();
    all.put("expense-approved", () -> new RecordingsOfOtherKinds().expense("yes"));
    all.put("expense-declined", () -> new RecordingsOfOtherKinds().expense("no"));
    all.put("expense-not-decided", () -> new RecordingsOfOtherKinds().notDecided());
    all.put("parcels-signed", () -> new RecordingsOfOtherKinds().parcels("book", "lamp"));
    all.put("parcels-refused", () -> new RecordingsOfOtherKinds().parcels("book", "fireworks"));
    all.put("monitor-second-round", () -> new RecordingsOfOtherKinds().monitor(2));
    all.put("monitor-rests", () -> new RecordingsOfOtherKinds().monitor(1));
    all.put("delivery-of-children", () -> new RecordingsOfOtherKinds().delivery("book", "lamp"));
    all.put("delivery-gives-up", () -> new RecordingsOfOtherKinds().delivery("book", "fireworks"));
    all.put("bulk-second-chunk", () -> new RecordingsOfOtherKinds().bulk());
    return all;
  }

  private History recorded(String about, RunId id) {
    return new History(
        about,
        engine.generation(id),
        engine.journal(id),
        engine.runs().find(id).orElseThrow().state(),
        Optional.empty());
  }

  private void start(Run run) {
    engine.runs().start(run);
  }

  private void signal(RunId id, String name, String payload) {
    engine.runs().signal(id, new Signal(name + "-" + payload, name, payload));
  }

  private History expense(String decision) {
    start(ExpenseApproval.run(ID.value(), new Expense("ann", 4200), ManualClock.START));
    engine.advance(DAY);
    signal(ID, "other", "nobody hears it");
    signal(ID, ExpenseApproval.DECISION, decision);
    return recorded("The money is reserved, and the decision is " + decision + ".", ID);
  }

  private History notDecided() {
    start(ExpenseApproval.run(ID.value(), new Expense("ann", 4200), ManualClock.START));
    engine.advance(ExpenseApproval.DECIDED_WITHIN);
    return recorded("Nobody decides in time, and the money is released.", ID);
  }

  private History parcels(String... items) {
    start(ParcelOrder.run(ID, new Order(List.of(items), DAY), ManualClock.START));
    signal(ID, ParcelOrder.SIGNATURE, "ann");
    return recorded("Two parcels are planned: " + String.join(", ", items) + ".", ID);
  }

  private History monitor(int rounds) {
    start(Monitor.run(ID, new Round(rounds + 1, DAY), ManualClock.START));
    for (int i = 0; i < rounds; i++) {
      signal(ID, Monitor.CHANGED, Integer.toString(i));
    }
    if (rounds == 2) {
      engine.advance(DAY);
    }
    return recorded("Continues as new after each round; in round " + (rounds + 1) + ".", ID);
  }

  private History delivery(String... orders) {
    start(Delivery.run(ID, new Tour(List.of(orders), 2, false), ManualClock.START));
    for (var order : orders) {
      engine.advance(Duration.ofMinutes(1));
      signal(Delivery.order(ID, order), ParcelOrder.SIGNATURE, "ann");
    }
    engine.advance(Duration.ofMinutes(1));
    return recorded("Two child runs: " + String.join(", ", orders) + ".", ID);
  }

  private History bulk() {
    var ids = List.of(new TaskId("t-1"), new TaskId("t-2"), new TaskId("t-3"), new TaskId("t-4"));
    for (var task : ids) {
      engine
          .tasks()
          .run(task, new TaskCommand.Create(new CommandId("c"), "A fine title", "To be cancelled"));
    }
    var id = BulkId.of("first-bulk");
    engine.bulks().begin(new BulkRequest(id, "set-1", new BulkAction.Cancel(), ids, "cancel them"));
    for (int i = 0; i < 5; i++) {
      engine.advance(Duration.ofSeconds(1));
    }
    return recorded("Cancels four tasks in two chunks.", id);
  }
}
