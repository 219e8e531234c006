package taskagent.domain.contract;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import taskagent.domain.contract.ParcelOrder.Order;
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

/** A kind of run with children: a tour delivers parcel orders, each as a run of its own. */
public final class Delivery {

  /**
   * What the client asks for.
   *
   * @param orders each order has one item, which is also the end of its id
   * @param atOnce how many orders are delivered at once
   * @param keep true if the tour goes on when an order fails
   */
  public record Tour(List<String> orders, int atOnce, boolean keep) {}

  private static final KindId ID = new KindId("delivery", 1);
  private static final Target<InputRun<Tour>, Sent> OFFICE = Target.aggregate("office");
  private static final Duration SIGNED_WITHIN = Duration.ofDays(3);

  private Delivery() {}

  private static Saga<InputRun<Tour>> saga(Tour tour) {
    return Saga.of(
        ID.name(),
        OFFICE
            .step("open", attempt -> Sent.of(attempt, "open"))
            .undoneBy("close", OFFICE.send(attempt -> Sent.of(attempt, "close"))),
        Step.grow("fan", Delivery::orders),
        OFFICE.step("bill", attempt -> Sent.of(attempt, "bill")),
        Step.<InputRun<Tour>>child("order", Delivery::order, tour.atOnce())
            .undoneBy("return", OFFICE.send(attempt -> Sent.of(attempt, returned(attempt))))
            .optional(tour.keep())
            .asTemplate());
  }

  private static Verdict orders(Attempt<InputRun<Tour>> attempt) {
    var plans =
        attempt.input().input().orders().stream()
            .map(item -> new Plan("order", "order/" + item, item))
            .toList();
    return new Verdict.Done(Optional.empty(), plans);
  }

  /** Returns the id of the run of an order. */
  public static RunId order(RunId tour, String item) {
    return new RunId(tour + "-" + item);
  }

  private static InputRun<Order> order(Attempt<InputRun<Tour>> attempt) {
    var tour = attempt.input();
    var item = attempt.planned();
    return ParcelOrder.run(
        order(tour.id(), item), new Order(List.of(item), SIGNED_WITHIN), tour.acceptedAt());
  }

  private static String returned(Attempt<InputRun<Tour>> attempt) {
    return "return " + attempt.planned();
  }

  /** Returns a run that is accepted now. */
  public static InputRun<Tour> run(RunId id, Tour tour, Instant now) {
    return InputRun.accepted(ID, saga(tour), id, tour, now);
  }

  /** Adds this kind to others. */
  static Kinds addTo(Kinds kinds, Codec<InputRun<Tour>> codec, Supplier<Recorder> recorder) {
    return kinds.with(
        new Kind<>(ID, codec, run -> saga(run.input())),
        _ -> new Hosts().with(OFFICE, sent -> recorder.get().take(sent, _ -> new Verdict.Done())));
  }

  /** Writes inputs as JSON. */
  static final class TourCodec implements Codec<Tour> {

    private static final Pattern JSON =
        Pattern.compile("\\{\"orders\":\"(.*)\",\"at_once\":(\\d+),\"keep\":(true|false)}");

    @Override
    public String write(Tour tour) {
      return "{\"orders\":\"%s\",\"at_once\":%d,\"keep\":%b}"
          .formatted(String.join(",", tour.orders()), tour.atOnce(), tour.keep());
    }

    @Override
    public Tour read(String text) {
      var found = JSON.matcher(text);
      if (!found.matches()) {
        throw new IllegalArgumentException(text);
      }
      return new Tour(
          List.of(found.group(1).split(",", -1)),
          Integer.parseInt(found.group(2)),
          Boolean.parseBoolean(found.group(3)));
    }
  }
}
