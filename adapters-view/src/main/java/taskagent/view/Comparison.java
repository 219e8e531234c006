package taskagent.view;

import static java.lang.System.Logger.Level.WARNING;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import taskagent.domain.view.Changes;
import taskagent.domain.view.Changes.Kind;
import taskagent.domain.view.Changes.Part;
import taskagent.domain.view.Changes.Stored;

/**
 * Compares a table of the view with the engine. Each round looks at the next few of the engine, at
 * the next few of the view, and at those that the engine may have removed.
 *
 * <p>A difference counts only if it is still there in the next round, because the engine may have
 * saved a moment before the view was read.
 *
 * @param <R> a row
 * @param <T> a task or run
 */
final class Comparison<R, T> {

  private static final System.Logger LOG = System.getLogger(Comparison.class.getName());

  /** How many of the engine, and of the view, are compared in a round. */
  private static final int OF_ENGINE = 50;

  private static final int OF_VIEW = 20;

  /** How many removals of a state are looked for in a round, at most. */
  private static final int REMOVALS = 200;

  /** How many parts without rows are passed over in a round. */
  private static final int EMPTY_PARTS = 50;

  private final Kind kind;
  private final Source<R> source;
  private final OfEngine<R, T> engine;
  private final List<? extends Enum<?>> endStates;
  private final View view;
  private final Changes changes;
  private final LongAdder divergences;

  /** Rows that differed in the last round. */
  private Map<String, Optional<R>> suspects = new LinkedHashMap<>();

  /** Where the next part of the engine begins, and after which number the next rows do. */
  private long place;

  private long number;

  /**
   * How the engine is read.
   *
   * @param row makes the row that the view should have
   * @param shown returns what clients see of a row
   * @param state returns the state of a row
   */
  record OfEngine<R, T>(
      Function<Collection<String>, Map<String, Stored<T>>> find,
      Parts<T> parts,
      Function<Stored<T>, R> row,
      Function<R, Object> shown,
      Function<R, Enum<?>> state) {

    Optional<R> row(String id) {
      return Optional.ofNullable(find.apply(List.of(id)).get(id)).map(row);
    }

    boolean differ(Optional<R> one, Optional<R> other) {
      return !one.map(shown).equals(other.map(shown));
    }
  }

  /** Reads a part of what the engine has. */
  @FunctionalInterface
  interface Parts<T> {
    Part<T> at(long place, int limit);
  }

  /**
   * Creates a comparison.
   *
   * @param endStates the engine removes what is in one of these
   * @param divergences counts differences that should not be there
   */
  Comparison(
      Kind kind,
      Source<R> source,
      OfEngine<R, T> engine,
      List<? extends Enum<?>> endStates,
      View view,
      Changes changes,
      LongAdder divergences) {
    this.kind = kind;
    this.source = source;
    this.engine = engine;
    this.endStates = endStates;
    this.view = view;
    this.changes = changes;
    this.divergences = divergences;
  }

  void round() {
    endStates.forEach(this::findRemoved);
    var before = suspects;
    suspects = new LinkedHashMap<>();
    before.forEach(this::confirm);
    compareEngine();
    compareView();
  }

  /**
   * Finds what the engine has removed. It removes about in the order of the last changes, so that
   * one that is still there ends the search.
   */
  private void findRemoved(Enum<?> state) {
    for (var id : view.read(reading -> reading.oldest(source, state, REMOVALS))) {
      if (engine.row(id).isPresent()) {
        return;
      }
      changes.add(kind, id);
    }
  }

  private void compareEngine() {
    for (int i = 0; i < EMPTY_PARTS; i++) {
      var part = engine.parts().at(place, OF_ENGINE);
      place = part.next().orElse(0);
      for (var stored : part.rows()) {
        var row = engine.row().apply(stored);
        compare(source.id().apply(row), Optional.of(row));
      }
      if (!part.rows().isEmpty() || place == 0) {
        return;
      }
    }
  }

  private void compareView() {
    var rows = view.read(reading -> reading.after(source, number, OF_VIEW));
    number = rows.isEmpty() ? 0 : source.number().applyAsLong(rows.getLast());
    for (var row : rows) {
      var id = source.id().apply(row);
      compare(id, engine.row(id));
    }
  }

  private void compare(String id, Optional<R> expected) {
    var has = find(id);
    if (engine.differ(has, expected)) {
      suspects.put(id, has);
    }
  }

  private void confirm(String id, Optional<R> before) {
    var has = find(id);
    var expected = engine.row(id);
    if (!has.equals(before) || !engine.differ(has, expected)) {
      return;
    }
    if (expected.isPresent() || !hasEnded(has)) { // else it was removed when its time was over
      LOG.log(WARNING, "the lists did not have {0} {1} as it is", source.name(), id);
      divergences.increment();
    }
    changes.add(kind, id);
  }

  private boolean hasEnded(Optional<R> row) {
    return row.map(engine.state()).filter(endStates::contains).isPresent();
  }

  private Optional<R> find(String id) {
    return view.read(reading -> reading.find(source, id));
  }
}
