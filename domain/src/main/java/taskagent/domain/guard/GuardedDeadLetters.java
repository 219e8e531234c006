package taskagent.domain.guard;

import java.util.Optional;
import taskagent.domain.access.AccessRefused;
import taskagent.domain.access.Operation;
import taskagent.domain.access.Subject;
import taskagent.domain.port.DeadLetters;

/** The dead letters, for callers that may see them all. */
public final class GuardedDeadLetters implements DeadLetters {

  private final DeadLetters letters;

  /** Guards dead letters. */
  public GuardedDeadLetters(DeadLetters letters) {
    this.letters = letters;
  }

  @Override
  public Page list(long after, int limit) {
    check(Operation.READ_DEAD_LETTERS);
    return letters.list(after, limit);
  }

  @Override
  public Optional<DeadLetter> find(long number) {
    check(Operation.READ_DEAD_LETTERS);
    return letters.find(number);
  }

  @Override
  public boolean replay(long number) {
    check(Operation.CHANGE_DEAD_LETTERS);
    return letters.replay(number);
  }

  @Override
  public long replayAll() {
    check(Operation.CHANGE_DEAD_LETTERS);
    return letters.replayAll();
  }

  @Override
  public boolean drop(long number) {
    check(Operation.CHANGE_DEAD_LETTERS);
    return letters.drop(number);
  }

  private static void check(Operation operation) {
    AccessRefused.check(operation, new Subject.Any());
  }
}
