package taskagent.domain.contract;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import taskagent.domain.contract.Recorder.Sent;
import taskagent.domain.engine.Hosts;
import taskagent.domain.engine.Kinds;
import taskagent.domain.run.Codec;
import taskagent.domain.run.InputRun;
import taskagent.domain.run.Kind;
import taskagent.domain.run.KindId;
import taskagent.domain.run.RunId;
import taskagent.domain.saga.Attempt;
import taskagent.domain.saga.Ended;
import taskagent.domain.saga.Saga;
import taskagent.domain.saga.Step;
import taskagent.domain.saga.Target;
import taskagent.domain.saga.Verdict;

/**
 * A kind of run that continues as new: it tells somebody, rests until something has changed or the
 * time is over, and tells again. It ends when nothing is left to tell.
 */
public final class Monitor {

  /**
   * What the client asks for.
   *
   * @param round counts what was told, from 1
   * @param rounds how often somebody is told
   * @param heard what the round before heard
   */
  public record Round(int round, int rounds, Duration rest, String heard) {

    /** Creates the first round. */
    public Round(int rounds, Duration rest) {
      this(1, rounds, rest, "");
    }
  }

  /** The name of the signal that ends a rest. */
  public static final String CHANGED = "changed";

  private static final KindId ID = new KindId("monitor", 1);
  private static final Target<InputRun<Round>, Sent> PERSON = Target.outside("person");

  private Monitor() {}

  private static Saga<InputRun<Round>> saga(Round round) {
    return Saga.of(
            ID.name(),
            Step.<InputRun<Round>>decide("check", Monitor::check),
            PERSON
                .step("tell", attempt -> Sent.of(attempt, told(attempt)))
                .undoneBy("revoke", PERSON.send(attempt -> Sent.of(attempt, "revoke"))),
            Step.<InputRun<Round>>hearOrGoOn("rest", CHANGED, round.rest()))
        .continueWith(Monitor::next);
  }

  private static Verdict check(InputRun<Round> run) {
    return run.input().rounds() < 1
        ? new Verdict.Rejected(List.of("nobody is to be told"))
        : new Verdict.Done();
  }

  private static String told(Attempt<InputRun<Round>> attempt) {
    var round = attempt.input().input();
    return "tell " + round.round() + round.heard();
  }

  private static Optional<InputRun<Round>> next(Ended<InputRun<Round>> ended) {
    var round = ended.input().input();
    var heard = ended.output("rest").map(payload -> " " + payload).orElse("");
    return round.round() < round.rounds()
        ? Optional.of(
            ended.input().with(new Round(round.round() + 1, round.rounds(), round.rest(), heard)))
        : Optional.empty();
  }

  /** Returns a run that is accepted now. */
  public static InputRun<Round> run(RunId id, Round first, Instant now) {
    return InputRun.accepted(ID, saga(first), id, first, now);
  }

  /** Adds this kind to others. */
  static Kinds addTo(Kinds kinds, Codec<InputRun<Round>> codec, Supplier<Recorder> recorder) {
    return kinds.with(
        new Kind<>(ID, codec, run -> saga(run.input())),
        _ -> new Hosts().with(PERSON, sent -> recorder.get().take(sent, _ -> new Verdict.Done())));
  }

  /** Writes inputs as JSON. */
  static final class RoundCodec implements Codec<Round> {

    private static final Pattern JSON =
        Pattern.compile(
            "\\{\"round\":(\\d+),\"rounds\":(-?\\d+),\"rest\":\"(.*)\",\"heard\":\"(.*)\"}");

    @Override
    public String write(Round round) {
      return "{\"round\":%d,\"rounds\":%d,\"rest\":\"%s\",\"heard\":\"%s\"}"
          .formatted(round.round(), round.rounds(), round.rest(), round.heard());
    }

    @Override
    public Round read(String text) {
      var found = JSON.matcher(text);
      if (!found.matches()) {
        throw new IllegalArgumentException(text);
      }
      return new Round(
          Integer.parseInt(found.group(1)),
          Integer.parseInt(found.group(2)),
          Duration.parse(found.group(3)),
          found.group(4));
    }
  }
}
