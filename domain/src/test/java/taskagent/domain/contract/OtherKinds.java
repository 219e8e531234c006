package taskagent.domain.contract;

import java.util.function.Supplier;
import taskagent.domain.engine.Kinds;
import taskagent.domain.run.Codec;
import taskagent.domain.run.InputRun;

/** The kinds that only tests have. Every engine under test knows them. */
public final class OtherKinds {

  /** Makes the codec of the runs of a kind. */
  public interface Codecs {

    /** Returns a codec of runs with such inputs. */
    <I> Codec<InputRun<I>> of(Codec<I> input);
  }

  private OtherKinds() {}

  /**
   * Adds these kinds to others.
   *
   * @param outside returns the outside that is used now
   */
  public static Kinds addTo(Kinds kinds, Codecs codecs, Supplier<ScriptedOutside> outside) {
    Supplier<Recorder> recorder = () -> outside.get().recorder();
    var all =
        ExpenseApproval.addTo(
            kinds, codecs.of(new ExpenseApproval.ExpenseCodec()), () -> outside.get().books());
    return addTo(all, codecs, recorder, recorder);
  }

  /**
   * Adds the kinds whose commands a {@link Recorder} takes.
   *
   * @param outside takes commands to the outside
   * @param aggregates takes commands to aggregates, which an engine may run in its transactions
   */
  public static Kinds addTo(
      Kinds kinds, Codecs codecs, Supplier<Recorder> outside, Supplier<Recorder> aggregates) {
    var all =
        ParcelOrder.addTo(kinds, codecs.of(new ParcelOrder.OrderCodec()), outside, aggregates);
    all = Monitor.addTo(all, codecs.of(new Monitor.RoundCodec()), outside);
    return Delivery.addTo(all, codecs.of(new Delivery.TourCodec()), aggregates);
  }
}
