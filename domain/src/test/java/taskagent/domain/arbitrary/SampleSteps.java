package taskagent.domain.arbitrary;

import taskagent.domain.saga.Act;
import taskagent.domain.saga.Place;
import taskagent.domain.saga.Step;
import taskagent.domain.saga.Target;
import taskagent.domain.saga.Verdict;

/** Steps for tests of the machine, which only asks where a step takes effect. */
public final class SampleSteps {

  private static final Target<Object, String> STOCK = Target.aggregate("stock");
  private static final Target<Object, String> LEDGER = Target.aggregate("ledger");
  private static final Target<Object, String> COURIER = Target.outside("courier");

  private SampleSteps() {}

  /** Returns a step of this place. */
  public static Step<Object> step(String name, Place place) {
    return Step.of(name, act(place));
  }

  /** Returns a step of this place with a compensation there. */
  public static Step<Object> step(String name, Place place, String undoneBy) {
    return step(name, place).undoneBy(undoneBy, act(place));
  }

  /** Returns an act of this place. */
  public static Act<Object> act(Place place) {
    return switch (place) {
      case LOCAL -> new Act.Decide<>(_ -> new Verdict.Done(), false);
      case AGGREGATE -> STOCK.send(_ -> "change");
      case CHILDREN -> new Act.Child<>(_ -> "run", 2);
      case OUTSIDE -> COURIER.send(_ -> "call");
    };
  }

  /** Returns an act that decides, and whose verdict is journaled. */
  public static Act<Object> decision() {
    return new Act.Decide<>(_ -> new Verdict.Done(), true);
  }

  /** Returns an act on another aggregate than that of {@link #act}. */
  public static Act<Object> onAnotherAggregate() {
    return LEDGER.send(_ -> "book");
  }
}
