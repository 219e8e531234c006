package taskagent.domain.saga;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.Tuple.Tuple2;
import net.jqwik.api.statistics.Statistics;
import taskagent.domain.arbitrary.SagaArbitraries;
import taskagent.domain.saga.StepState.Status;

/** What sagas do in the states that they can reach, and how a client ends a wait. */
final class CurrentActionProperties {

  @Provide
  Arbitrary<Tuple2<Saga<Object>, SagaState>> reached() {
    return SagaArbitraries.sagas()
        .flatMap(
            saga ->
                SagaArbitraries.states(Arbitraries.just(saga)).map(state -> Tuple.of(saga, state)));
  }

  @Property(tries = 500)
  void aWaitForAnAttemptEndsWithThatAttempt(
      @ForAll("reached") Tuple2<Saga<Object>, SagaState> reached) {
    var state = reached.get2();
    var action = CurrentAction.of(reached.get1(), state);
    Statistics.collect(action.getClass().getSimpleName());
    assertThat(action.inWords()).isNotBlank();
    assertThat(action instanceof CurrentAction.Ended).isEqualTo(state.ended());
    boolean waits =
        state.waitsUntil().isPresent()
            && state.steps().stream()
                .noneMatch(step -> step.status() == Status.RUNNING && step.wakeAt().isPresent());
    assertThat(action instanceof CurrentAction.AwaitsAttempt).isEqualTo(waits);

    if (action instanceof CurrentAction.AwaitsAttempt(var wait)) {
      var machine = new SagaMachine(reached.get1());
      var woken = machine.on(state, new SagaInput.Woke(wait.until()));
      var later = machine.on(state, new SagaInput.Woke(wait.until().plus(Duration.ofDays(1))));
      assertThat(woken.directive()).isEqualTo(later.directive());
      assertThat(((Directive.Run) woken.directive()).calls().getFirst().step())
          .isEqualTo(wait.step());
    }
  }
}
