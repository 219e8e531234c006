package taskagent.domain.memory;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import taskagent.domain.engine.Journal;
import taskagent.domain.run.Run;
import taskagent.domain.saga.SagaProgress;
import taskagent.domain.saga.SagaState;
import taskagent.domain.saga.Signal;

/** A journal in a list. */
public class InMemoryJournal implements Journal {

  private final List<Entry> entries;

  /** Creates a journal that begins with these entries. */
  public InMemoryJournal(List<Entry> entries) {
    this.entries = new ArrayList<>(entries);
  }

  @Override
  public final List<Entry> entries() {
    return List.copyOf(entries);
  }

  @Override
  public final void append(int position, Entry entry) {
    entries.add(position, entry);
  }

  @Override
  public boolean cancelRequested() {
    return false;
  }

  @Override
  public List<Signal> takeSignals() {
    return List.of();
  }

  @Override
  public List<ChildEnd> takeChildEnds() {
    return List.of();
  }

  @Override
  public boolean waitIsOver(Instant now) {
    return false;
  }

  @Override
  public void report(SagaProgress progress) {}

  @Override
  public void save(SagaState state, Next next) {}

  @Override
  public void restart(Run next, SagaState begun) {
    entries.clear();
  }
}
