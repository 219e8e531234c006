package taskagent.http;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import taskagent.domain.port.DeadLetters;

/** Dead letters in memory. */
final class InMemoryDeadLetters implements DeadLetters {

  private final TreeMap<Long, DeadLetter> kept = new TreeMap<>();

  void add(DeadLetter letter) {
    kept.put(letter.number(), letter);
  }

  @Override
  public Page list(long after, int limit) {
    var rest = kept.tailMap(after, false).values().stream().toList();
    var items = rest.subList(0, Math.min(limit, rest.size()));
    return new Page(
        items,
        items.size() < rest.size()
            ? OptionalLong.of(items.getLast().number())
            : OptionalLong.empty());
  }

  @Override
  public Optional<DeadLetter> find(long number) {
    return Optional.ofNullable(kept.get(number));
  }

  @Override
  public boolean replay(long number) {
    return drop(number);
  }

  @Override
  public long replayAll() {
    long count = kept.size();
    kept.clear();
    return count;
  }

  @Override
  public boolean drop(long number) {
    return kept.remove(number) != null;
  }
}
