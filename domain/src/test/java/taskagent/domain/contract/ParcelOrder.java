package taskagent.domain.contract;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import taskagent.domain.contract.Recorder.Sent;
import taskagent.domain.engine.Hosts;
import taskagent.domain.engine.Kinds;
import taskagent.domain.run.Codec;
import taskagent.domain.run.InputRun;
import taskagent.domain.run.Kind;
import taskagent.domain.run.KindId;
import taskagent.domain.run.RunId;
import taskagent.domain.saga.Attempt;
import taskagent.domain.saga.Plan;
import taskagent.domain.saga.Saga;
import taskagent.domain.saga.Step;
import taskagent.domain.saga.Target;
import taskagent.domain.saga.Verdict;

/**
 * A kind of run that grows: an order is sent in as many parcels as the warehouse packs, and the
 * receiver signs for all of them within a time.
 */
public final class ParcelOrder {

  /**
   * What the client asks for.
   *
   * @param items each is a parcel; the courier refuses one that is called {@link #REFUSED}
   * @param signedWithin how long the receiver may take to sign
   */
  public record Order(List<String> items, Duration signedWithin) {}

  /** An item that the courier refuses. */
  public static final String REFUSED = "fireworks";

  /** The name of the signal of the receiver. */
  public static final String SIGNATURE = "signature";

  /** How many steps an order has at most. */
  public static final int STEPS_AT_MOST = 9;

  private static final KindId ID = new KindId("parcel-order", 1);
  private static final Target<InputRun<Order>, Sent> WAREHOUSE = Target.aggregate("warehouse");
  private static final Target<InputRun<Order>, Sent> COURIER = Target.outside("courier");

  private ParcelOrder() {}

  private static Saga<InputRun<Order>> saga(Order order) {
    return Saga.of(
            ID.name(),
            WAREHOUSE
                .step("pack", ParcelOrder::packing)
                .undoneBy("unpack", WAREHOUSE.send(attempt -> Sent.of(attempt, "unpack"))),
            Step.grow("split", ParcelOrder::parcels),
            WAREHOUSE.step("close", attempt -> Sent.of(attempt, "close")),
            COURIER
                .step("send", attempt -> Sent.of(attempt, "send " + attempt.planned()))
                .undoneBy("recall", COURIER.send(attempt -> Sent.of(attempt, recall(attempt))))
                .asTemplate(),
            Step.<InputRun<Order>>hear("sign", SIGNATURE, order.signedWithin()).asTemplate())
        .linesAtMost(STEPS_AT_MOST);
  }

  private static Sent packing(Attempt<InputRun<Order>> attempt) {
    return Sent.of(attempt, "pack " + String.join(",", attempt.input().input().items()));
  }

  private static String recall(Attempt<InputRun<Order>> attempt) {
    return "recall " + attempt.planned();
  }

  /** Plans one step for each parcel that was packed, and one for the signature. */
  private static Verdict parcels(Attempt<InputRun<Order>> attempt) {
    var plans = new ArrayList<Plan>();
    for (var item : attempt.output("pack").orElseThrow().split(",", -1)) {
      plans.add(new Plan("send", "send/" + item, item));
    }
    plans.add(new Plan("sign", "sign/all", ""));
    return new Verdict.Done(Optional.empty(), plans);
  }

  /** Returns a run that is accepted now. */
  public static InputRun<Order> run(RunId id, Order order, Instant now) {
    return InputRun.accepted(ID, saga(order), id, order, now);
  }

  /** Adds this kind to others. */
  static Kinds addTo(
      Kinds kinds,
      Codec<InputRun<Order>> codec,
      Supplier<Recorder> outside,
      Supplier<Recorder> aggregates) {
    return kinds.with(
        new Kind<>(ID, codec, run -> saga(run.input())),
        _ ->
            new Hosts()
                .with(WAREHOUSE, sent -> aggregates.get().take(sent, ParcelOrder::warehouse))
                .with(COURIER, sent -> outside.get().take(sent, ParcelOrder::courier)));
  }

  /** The warehouse packs what it is asked to pack. */
  private static Verdict warehouse(Sent sent) {
    return new Verdict.Done(
        Optional.of(sent.what()).filter(what -> what.startsWith("pack ")).map(w -> w.substring(5)));
  }

  private static Verdict courier(Sent sent) {
    return sent.what().equals("send " + REFUSED)
        ? new Verdict.Refused("the courier does not take it")
        : new Verdict.Done();
  }

  /** Writes inputs as JSON. */
  static final class OrderCodec implements Codec<Order> {

    private static final Pattern JSON =
        Pattern.compile("\\{\"items\":\"(.*)\",\"within\":\"(.*)\"}");

    @Override
    public String write(Order order) {
      return "{\"items\":\"%s\",\"within\":\"%s\"}"
          .formatted(String.join(",", order.items()), order.signedWithin());
    }

    @Override
    public Order read(String text) {
      var found = JSON.matcher(text);
      if (!found.matches()) {
        throw new IllegalArgumentException(text);
      }
      return new Order(List.of(found.group(1).split(",", -1)), Duration.parse(found.group(2)));
    }
  }
}
