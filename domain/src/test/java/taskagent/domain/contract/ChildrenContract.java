package taskagent.domain.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import taskagent.domain.contract.Delivery.Tour;
import taskagent.domain.contract.ParcelOrder.Order;
import taskagent.domain.port.Workflows.Cancelled;
import taskagent.domain.port.Workflows.Signalled;
import taskagent.domain.run.RunId;
import taskagent.domain.run.RunView;
import taskagent.domain.saga.Outcome;
import taskagent.domain.saga.Signal;
import taskagent.domain.saga.StepState.Status;

/** How every engine runs a kind whose steps start child runs (specification §10). */
public abstract class ChildrenContract extends RunsContract {

  private RunId tour(Tour tour) {
    return started(Delivery.run(new RunId(fresh("tour-")), tour, now()));
  }

  private RunId tour(String... orders) {
    return tour(new Tour(List.of(orders), 8, false));
  }

  /** Waits until the parcel of an order is delivered, and has not been signed for. */
  private void delivered(RunId tour, String item) {
    eventually(() -> assertThat(engine().runs().find(Delivery.order(tour, item))).isPresent());
    reaches(Delivery.order(tour, item), "sign/all", Status.RUNNING);
  }

  private void sign(RunId tour, String item) {
    delivered(tour, item);
    assertThat(
            engine()
                .runs()
                .signal(Delivery.order(tour, item), new Signal("1", ParcelOrder.SIGNATURE, "ann")))
        .isEqualTo(new Signalled.Accepted());
  }

  private Outcome outcome(RunId tour, String item) {
    return find(Delivery.order(tour, item)).state().outcome().orElseThrow();
  }

  @Test
  void aRunGoesOnWhenItsChildrenHaveEnded() {
    var id = tour("book", "lamp");
    sign(id, "book");
    over(Delivery.order(id, "book"), Outcome.COMPLETED);
    assertThat(find(id).state().ended()).isFalse();

    sign(id, "lamp");

    over(id, Outcome.COMPLETED);
    assertThat(sent(id)).containsExactly("open", "bill");
    assertThat(outcome(id, "lamp")).isEqualTo(Outcome.COMPLETED);
    assertThat(sent(Delivery.order(id, "lamp"))).containsExactly("pack lamp", "send lamp", "close");
  }

  @Test
  void neverMoreChildrenRunThanAllowed() {
    var id = tour(new Tour(List.of("a", "b", "c"), 2, false));
    delivered(id, "a");
    delivered(id, "b");
    reaches(id, "order/c", Status.PENDING);
    assertThat(engine().runs().find(Delivery.order(id, "c"))).isEmpty();

    sign(id, "b");
    sign(id, "c");
    reaches(id, "order/a", Status.STARTED);
    sign(id, "a");

    over(id, Outcome.COMPLETED);
  }

  @Test
  void aChildThatFailsStopsTheOthersAndCompensatesTheRest() {
    var id = tour(new Tour(List.of("book", "lamp", ParcelOrder.REFUSED), 2, false));
    delivered(id, "lamp");
    sign(id, "book");

    var run = over(id, Outcome.FAILED);

    assertThat(reason(run))
        .isEqualTo("order/fireworks: child %s-fireworks ended as failed".formatted(id));
    assertThat(outcome(id, "book")).isEqualTo(Outcome.COMPLETED);
    assertThat(outcome(id, "lamp")).isEqualTo(Outcome.CANCELLED);
    assertThat(sent(Delivery.order(id, "lamp"))).endsWith("recall lamp", "unpack");
    assertThat(sent(id)).containsExactly("open", "return book", "close");
  }

  @Test
  void anotherPolicyKeepsTheRest() {
    var id = tour(new Tour(List.of("book", ParcelOrder.REFUSED), 8, true));
    sign(id, "book");

    over(id, Outcome.COMPLETED);

    assertThat(outcome(id, ParcelOrder.REFUSED)).isEqualTo(Outcome.FAILED);
    assertThat(sent(id)).containsExactly("open", "bill");
  }

  @Test
  void cancellingCancelsTheChildrenAndAwaitsThem() {
    var id = tour("book", "lamp");
    sign(id, "book");
    over(Delivery.order(id, "book"), Outcome.COMPLETED);
    delivered(id, "lamp");

    assertThat(engine().runs().cancel(id)).isEqualTo(new Cancelled.Accepted());

    over(id, Outcome.CANCELLED);
    assertThat(outcome(id, "lamp")).isEqualTo(Outcome.CANCELLED);
    assertThat(sent(id)).containsExactly("open", "return book", "close");
  }

  @Test
  void childrenSurviveARestart() {
    var id = tour("book", "lamp");
    delivered(id, "book");
    delivered(id, "lamp");

    engine().restart(downTime());
    sign(id, "book");
    engine().restart(Duration.ZERO);
    sign(id, "lamp");

    over(id, Outcome.COMPLETED);
    assertThat(sent(id)).containsExactly("open", "bill");
    assertThat(sent(Delivery.order(id, "book"))).containsExactly("pack book", "send book", "close");
  }

  @Test
  void aRunShowsItsChildrenUntilTheyHaveEnded() {
    var id = tour("book", "lamp");
    delivered(id, "book");
    delivered(id, "lamp");
    reaches(id, "order/lamp", Status.STARTED);

    assertThat(children(id))
        .extracting(child -> child.run().id())
        .containsExactly(Delivery.order(id, "book"), Delivery.order(id, "lamp"));
    assertThat(children(id)).extracting(RunView::parent).containsOnly(Optional.of(id));
    sign(id, "book");
    eventually(
        () ->
            assertThat(children(id))
                .extracting(child -> child.run().id())
                .containsExactly(Delivery.order(id, "lamp")));
  }

  private List<RunView> children(RunId id) {
    return workflows().details(id, Duration.ZERO, () -> false).orElseThrow().children();
  }

  @Test
  void aChildThatAClientCancelsCountsAsFailed() {
    var id = tour("book");
    delivered(id, "book");

    engine().runs().cancel(Delivery.order(id, "book"));

    assertThat(reason(over(id, Outcome.FAILED))).endsWith("ended as cancelled");
  }

  @Test
  void anIdThatIsTakenCompensates() {
    var id = new RunId(fresh("tour-"));
    var order = new Order(List.of("other"), Duration.ofDays(3));
    var other = started(ParcelOrder.run(Delivery.order(id, "lamp"), order, now()));
    reaches(other, "sign/all", Status.RUNNING);

    started(Delivery.run(id, new Tour(List.of("book", "lamp"), 8, false), now()));

    assertThat(reason(over(id, Outcome.FAILED)))
        .isEqualTo("order/lamp: another run has the id %s of the child".formatted(other));
    assertThat(outcome(id, "book")).isEqualTo(Outcome.CANCELLED);
    reaches(other, "sign/all", Status.RUNNING);
  }
}
