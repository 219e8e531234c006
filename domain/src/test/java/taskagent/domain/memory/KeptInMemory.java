package taskagent.domain.memory;

import java.util.ArrayList;
import java.util.List;
import taskagent.domain.contract.OtherKinds;
import taskagent.domain.run.Codec;
import taskagent.domain.run.InputRun;

/** Keeps values in a list, and writes their numbers. */
public final class KeptInMemory<T> implements Codec<T> {

  /** Makes such codecs. */
  static final OtherKinds.Codecs CODECS =
      new OtherKinds.Codecs() {
        @Override
        public <I> Codec<InputRun<I>> of(Codec<I> input) {
          return new KeptInMemory<>();
        }
      };

  private final List<T> values = new ArrayList<>();

  @Override
  public String write(T value) {
    values.add(value);
    return Integer.toString(values.size() - 1);
  }

  @Override
  public T read(String text) {
    return values.get(Integer.parseInt(text));
  }
}
