package taskagent.domain.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import taskagent.domain.contract.ParcelOrder.Order;
import taskagent.domain.port.Workflows.Signalled;
import taskagent.domain.run.RunId;
import taskagent.domain.saga.Outcome;
import taskagent.domain.saga.Signal;
import taskagent.domain.saga.StepState.Status;

/** How every engine runs a kind whose steps plan further steps (specification §10). */
public abstract class GrowthContract extends RunsContract {

  /** How long a test waits for a signal that does not come. */
  protected final Duration inVain() {
    return engines().shortened(Duration.ofDays(3));
  }

  private RunId ordered(String... items) {
    var order = new Order(List.of(items), Duration.ofDays(3));
    return started(ParcelOrder.run(new RunId(fresh("order-")), order, now()));
  }

  private RunId delivered() {
    var id = ordered("book", "lamp");
    reaches(id, "sign/all", Status.RUNNING);
    return id;
  }

  private void sign(RunId id) {
    assertThat(engine().runs().signal(id, new Signal("1", ParcelOrder.SIGNATURE, "ann")))
        .isEqualTo(new Signalled.Accepted());
  }

  @Test
  void plannedStepsRunBehindTheStepThatPlannedThem() {
    var id = delivered();

    sign(id);

    assertThat(names(over(id, Outcome.COMPLETED)))
        .containsExactly("pack", "split", "send/book", "send/lamp", "sign/all", "close");
    assertThat(sent(id)).containsExactly("pack book,lamp", "send book", "send lamp", "close");
    assertThat(outside().recorder().keysOf(id)).contains(id + "/send/lamp/do");
  }

  @Test
  void plannedStepsAreCompensatedInReverse() {
    var id = ordered("book", ParcelOrder.REFUSED, "lamp");

    var run = over(id, Outcome.FAILED);

    assertThat(reason(run)).isEqualTo("send/fireworks: the courier does not take it");
    assertThat(sent(id))
        .containsExactly(
            "pack book,fireworks,lamp", "send book", "recall fireworks", "recall book", "unpack");
  }

  @Test
  void whatWasPlannedSurvivesARestart() {
    var id = delivered();

    engine().restart(downTime());
    sign(id);

    over(id, Outcome.COMPLETED);
    assertThat(sent(id)).containsExactly("pack book,lamp", "send book", "send lamp", "close");
  }

  @Test
  void aPlannedStepThatHearsGivesUpInTime() {
    var order = new Order(List.of("book"), inVain());
    var id = started(ParcelOrder.run(new RunId(fresh("order-")), order, now()));
    reaches(id, "sign/all", Status.RUNNING);

    engine().advance(inVain());

    assertThat(reason(over(id, Outcome.FAILED)))
        .isEqualTo("sign/all: no signal signature came in time");
    assertThat(sent(id)).containsExactly("pack book", "send book", "recall book", "unpack");
  }

  @Test
  void aRunThatHasGrownCanBeCancelled() {
    var id = delivered();

    engine().runs().cancel(id);

    over(id, Outcome.CANCELLED);
    assertThat(sent(id))
        .containsExactly(
            "pack book,lamp", "send book", "send lamp", "recall lamp", "recall book", "unpack");
  }

  @Test
  void growthBeyondTheBoundCompensates() {
    var id = ordered("1", "2", "3", "4", "5", "6", "7", "8");

    assertThat(reason(over(id, Outcome.FAILED)))
        .isEqualTo(
            "split: workflow %s of the kind parcel-order cannot grow: %s"
                .formatted(id, "it would have 12 steps, more than 9"));
    assertThat(sent(id)).containsExactly("pack 1,2,3,4,5,6,7,8", "unpack");
  }

  @Test
  void aNameTwiceCompensates() {
    var id = ordered("book", "book");

    assertThat(reason(over(id, Outcome.FAILED)))
        .isEqualTo(
            "split: workflow %s of the kind parcel-order cannot grow: %s"
                .formatted(id, "it has a step send/book already"));
    assertThat(sent(id)).containsExactly("pack book,book", "unpack");
  }
}
