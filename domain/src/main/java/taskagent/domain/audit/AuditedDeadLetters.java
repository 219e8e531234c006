package taskagent.domain.audit;

import java.util.Optional;
import taskagent.domain.audit.Recorder.Change;
import taskagent.domain.port.DeadLetters;

/** The dead letters for callers. What they replay and remove is recorded. */
public final class AuditedDeadLetters implements DeadLetters {

  private static final String ALL = "all";

  private final DeadLetters letters;
  private final Recorder recorder;

  /** Records what callers do with these dead letters. */
  public AuditedDeadLetters(DeadLetters letters, AuditLog log) {
    this.letters = letters;
    this.recorder = new Recorder(log, AuditKind.DEAD_LETTER);
  }

  @Override
  public Page list(long after, int limit) {
    return letters.list(after, limit);
  }

  @Override
  public Optional<DeadLetter> find(long number) {
    return letters.find(number);
  }

  @Override
  public boolean replay(long number) {
    boolean found = letters.replay(number);
    if (found) {
      recorder.add(Change.each(AuditAction.REPLAY, Long.toString(number)));
    }
    return found;
  }

  @Override
  public long replayAll() {
    long count = letters.replayAll();
    if (count > 0) {
      recorder.add(
          new Change(
              AuditAction.REPLAY, ALL, Optional.of("dead letters: " + count), Optional.empty()));
    }
    return count;
  }

  @Override
  public boolean drop(long number) {
    boolean found = letters.drop(number);
    if (found) {
      recorder.add(Change.each(AuditAction.REMOVE, Long.toString(number)));
    }
    return found;
  }
}
