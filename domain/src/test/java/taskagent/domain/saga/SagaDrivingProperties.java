package taskagent.domain.saga;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import taskagent.domain.arbitrary.SagaArbitraries;
import taskagent.domain.arbitrary.SagaArbitraries.SagaChoices;
import taskagent.domain.saga.SagaMachine.Transition;

/** A saga does the same for every driver and after every interruption (specification §4). */
final class SagaDrivingProperties {

  @Provide
  Arbitrary<Saga<Object>> sagas() {
    return SagaArbitraries.sagas();
  }

  @Provide
  Arbitrary<SagaChoices> choices() {
    return SagaArbitraries.choices();
  }

  /** Drives each random saga once without interruption, and compares every other way with it. */
  @Property
  void everySagaDoesTheSameHoweverItIsDriven(
      @ForAll("sagas") Saga<Object> saga, @ForAll("choices") SagaChoices choices) {
    var whole = new DrivenSaga(saga, choices);
    var end = whole.straight();

    differentDriversGiveTheSameEffectsJournalAndEnd(whole, end, new DrivenSaga(saga, choices));
    for (int entries = 0; entries <= whole.journal.size(); entries++) {
      var again = new DrivenSaga(saga, choices, whole.journalUpTo(entries));
      assertThat(again.straight()).isEqualTo(end);

      aCrashAfterAnyJournalEntryChangesNeitherEndNorEffects(whole, again, entries);
      aCrashBeforeAJournalEntryRepeatsTheEffectUnderTheSameKey(whole, again, entries);
    }
  }

  private static void differentDriversGiveTheSameEffectsJournalAndEnd(
      DrivenSaga straight, Transition end, DrivenSaga parking) {
    assertThat(parking.parking()).isEqualTo(end);
    assertThat(parking.effects).isEqualTo(straight.effects);
    assertThat(parking.journal).isEqualTo(straight.journal);
  }

  private static void aCrashAfterAnyJournalEntryChangesNeitherEndNorEffects(
      DrivenSaga whole, DrivenSaga again, int entries) {
    assertThat(again.journal).isEqualTo(whole.journal);
    int before = whole.effects.size() - again.effects.size();
    assertThat(again.effects)
        .as("only the steps after the crash run again")
        .isEqualTo(whole.effects.subList(before, whole.effects.size()));
    assertThat(before).isEqualTo(effects(whole, entries));
  }

  /** Returns the number of effects in the first entries of a journal. */
  private static int effects(DrivenSaga drive, int entries) {
    return drive.journalUpTo(entries).stream()
        .flatMap(entry -> entry.inputs().stream())
        .mapToInt(input -> input instanceof SagaInput.Ran ran ? ran.results().size() : 0)
        .sum();
  }

  /** The crash loses the entry after the first ones, but not the effects that it stands for. */
  private static void aCrashBeforeAJournalEntryRepeatsTheEffectUnderTheSameKey(
      DrivenSaga whole, DrivenSaga again, int entries) {
    if (entries < whole.journal.size()) {
      int before = effects(whole, entries);
      int lost = effects(whole, entries + 1) - before;
      assertThat(again.effects.subList(0, lost))
          .isEqualTo(whole.effects.subList(before, before + lost));
    }
  }
}
