package taskagent.domain.saga;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import taskagent.domain.arbitrary.SagaArbitraries;
import taskagent.domain.arbitrary.SagaArbitraries.Chance;

/** However a saga is driven, and wherever it is interrupted, it does the same (spec §4). */
final class SagaDrivingProperties {

  @Provide
  Arbitrary<Saga> sagas() {
    return SagaArbitraries.sagas();
  }

  @Provide
  Arbitrary<Chance> chances() {
    return SagaArbitraries.chances();
  }

  @Property
  void twoDriversOfDifferentStyleGiveTheSameEffectsJournalAndEnd(
      @ForAll("sagas") Saga saga, @ForAll("chances") Chance chance) {
    var straight = new Drive(saga, chance);
    var parking = new Drive(saga, chance);

    assertThat(parking.parking()).isEqualTo(straight.straight());

    assertThat(parking.effects).isEqualTo(straight.effects);
    assertThat(parking.journal).isEqualTo(straight.journal);
  }

  @Property
  void aCrashAfterAnyJournalEntryChangesNeitherTheEndNorTheEffects(
      @ForAll("sagas") Saga saga, @ForAll("chances") Chance chance) {
    var whole = new Drive(saga, chance);
    var end = whole.straight();

    for (int entries = 0; entries <= whole.journal.size(); entries++) {
      var again = new Drive(saga, chance, whole.journalUpTo(entries));

      assertThat(again.straight()).isEqualTo(end);

      assertThat(again.journal).isEqualTo(whole.journal);
      int before = whole.effects.size() - again.effects.size();
      assertThat(again.effects)
          .as("what was done before the crash is not done again, and the rest is")
          .isEqualTo(whole.effects.subList(before, whole.effects.size()));
      assertThat(before).isEqualTo(effects(whole, entries));
    }
  }

  /** How many effects the first entries of a journal stand for. */
  private static int effects(Drive drive, int entries) {
    return drive.journalUpTo(entries).stream()
        .flatMap(entry -> entry.inputs().stream())
        .mapToInt(input -> input instanceof SagaInput.Ran ran ? ran.results().size() : 0)
        .sum();
  }

  @Property
  void aCrashBetweenAnEffectAndItsJournalEntryRepeatsThatEffectUnderTheSameKey(
      @ForAll("sagas") Saga saga, @ForAll("chances") Chance chance) {
    var whole = new Drive(saga, chance);
    var end = whole.straight();

    for (int entries = 1; entries <= whole.journal.size(); entries++) {
      int doneBefore = effects(whole, entries);
      var again = new Drive(saga, chance, whole.journalUpTo(entries - 1));

      assertThat(again.straight()).isEqualTo(end);

      var repeated = again.effects.subList(0, doneBefore - effects(whole, entries - 1));
      assertThat(repeated)
          .isEqualTo(whole.effects.subList(effects(whole, entries - 1), doneBefore));
    }
  }
}
