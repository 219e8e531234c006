package taskagent.domain.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import taskagent.domain.contract.ManualClock;
import taskagent.domain.contract.ScriptedOutside;
import taskagent.domain.engine.Hosts;
import taskagent.domain.port.Workflows.RetriedNow;
import taskagent.domain.port.Workflows.Signalled;
import taskagent.domain.run.InputRun;
import taskagent.domain.run.Kind;
import taskagent.domain.run.KindId;
import taskagent.domain.run.RunId;
import taskagent.domain.saga.Saga;
import taskagent.domain.saga.SagaDefect;
import taskagent.domain.saga.Signal;
import taskagent.domain.saga.Step;
import taskagent.domain.saga.Target;

/** Commands to a run that a defect has stopped. */
final class DefectiveRunTest {

  private static final KindId KIND = new KindId("broken", 1);
  private static final Target<InputRun<String>, String> SHOP = Target.aggregate("shop");
  private static final Saga<InputRun<String>> SAGA =
      Saga.of(
          KIND.name(), SHOP.step("buy", _ -> "buy"), Step.hear("wait", "go", Duration.ofDays(1)));

  private final InMemoryEngine engine =
      InMemoryEngine.with(
          ScriptedOutside.with(new ManualClock()),
          kinds ->
              kinds.with(
                  new Kind<InputRun<String>>(KIND, new KeptInMemory<>(), _ -> SAGA),
                  _ ->
                      new Hosts()
                          .with(
                              SHOP,
                              _ -> {
                                throw new SagaDefect("the shop is broken");
                              })));

  @Test
  void itSaysThatItWasStopped() {
    var id = new RunId("broken-1");
    engine.runs().start(InputRun.accepted(KIND, SAGA, id, "x", ManualClock.START));
    assertThat(engine.runs().find(id).orElseThrow().defect()).isPresent();

    assertThat(engine.workflows().retryNow(id))
        .isEqualTo(
            new RetriedNow.Refused(
                "workflow broken-1 does not wait for an attempt; it was stopped by a defect"));
    assertThat(engine.workflows().signal(id, new Signal("1", "go", "")))
        .isEqualTo(new Signalled.Refused("workflow broken-1 has ended"));
    var details = engine.workflows().details(id, Duration.ZERO, () -> false).orElseThrow();
    assertThat(details.action()).isEmpty();
  }
}
