package taskagent.dapr.workflow;

import java.time.Duration;
import java.time.Instant;
import taskagent.domain.saga.SagaState;
import taskagent.json.OpenRunsJson.OpenRun;

/**
 * Decides what to do about an open run. A run that has not moved for longer than it said it would
 * wait is nudged, and if that does not help, begun again by another instance (ADR 25).
 */
final class RunCare {

  /**
   * How long a run may stand still. A step takes at most 10 s, because a receiver gets no longer
   * than that to answer.
   */
  static final Duration STILL = Duration.ofSeconds(15);

  /** How long a nudge may take to have an effect. */
  static final Duration NUDGED = Duration.ofSeconds(20);

  /** How much the clocks of the parts may differ. */
  private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(1);

  /** How often a run is looked at while it moves or waits. */
  private static final Duration MOVING = Duration.ofSeconds(10);

  private static final Duration WAITING = Duration.ofMinutes(1);

  /** What to do about a run. */
  enum Action {
    /** It moves, or it waits as it said. */
    NOTHING,
    /** It has ended: record how, and forget it. */
    RECORD_END,
    /** It was accepted and never begun. */
    BEGIN,
    /** It was cancelled and has not seen that. */
    CANCEL,
    /** It stands still: make it take a turn. */
    NUDGE,
    /** It was suspended with Dapr's own tools. */
    RESUME,
    /** It cannot go on: begin it again by another instance. */
    BEGIN_AGAIN,
    /** Its last instance was stopped: people have to look at it. */
    LEAVE,
    /** The last instance of a child run was stopped: its parent must not await it. */
    TELL_PARENT
  }

  private RunCare() {}

  /**
   * Returns what to do about a run.
   *
   * @param cancelled true if a client cancelled it
   * @param published true if its end is recorded, and only the result may have to be published
   */
  static Action decide(
      OpenRun run,
      Instance instance,
      boolean cancelled,
      boolean published,
      Seen seen,
      Instant now) {
    boolean replaceable = !instance.last() && !published;
    return switch (seen) {
      case Seen.Ended _ -> Action.RECORD_END;
      case Seen.Nothing _ -> published ? Action.RECORD_END : Action.BEGIN;
      case Seen.Stopped _ when published -> Action.RECORD_END;
      case Seen.Stopped _ when replaceable -> Action.BEGIN_AGAIN;
      case Seen.Stopped _ -> instance.child() ? Action.TELL_PARENT : Action.LEAVE;
      case Seen.Going going when going.suspended() -> Action.RESUME;
      case Seen.Going going when going.state().awaitsChildren() ->
          cancelled && !going.state().cancelRequested() ? Action.CANCEL : Action.NOTHING;
      case Seen.Going _, Seen.Pending _, Seen.Unreadable _ when aheadOf(now, run, seen) ->
          ahead(run, waitOf(seen), replaceable, now);
      case Seen.Going going when !isStill(movedAt(run, seen), now) ->
          cancelled && !going.state().cancelRequested() ? Action.CANCEL : Action.NOTHING;
      default -> still(run, movedAt(run, seen), replaceable, now);
    };
  }

  /**
   * Returns true if a run moved later than now, which means that the clock was set back. Then its
   * times do not tell whether it stands still.
   */
  static boolean aheadOf(Instant now, OpenRun run, Seen seen) {
    return movedAt(run, seen).isAfter(now.plus(waitOf(seen)).plus(CLOCKS_DIFFER));
  }

  /** Nudges a run once. If its times are not of the present then, it is begun again. */
  private static Action ahead(OpenRun run, Duration wait, boolean replaceable, Instant now) {
    var nudgedAt = run.nudgedAt().filter(at -> !at.isAfter(now));
    if (nudgedAt.isEmpty()) {
      return Action.NUDGE;
    }
    if (now.isBefore(nudgedAt.get().plus(wait).plus(NUDGED))) {
      return Action.NOTHING;
    }
    return replaceable ? Action.BEGIN_AGAIN : Action.NUDGE;
  }

  private static Duration waitOf(Seen seen) {
    return seen instanceof Seen.Going(_, var state, _)
        ? Duration.between(state.updatedAt(), waitsUntil(state))
        : Duration.ZERO;
  }

  private static Action still(OpenRun run, Instant movedAt, boolean replaceable, Instant now) {
    if (!isStill(movedAt, now)) {
      return Action.NOTHING;
    }
    var nudgedAt = run.nudgedAt().filter(at -> !at.isBefore(movedAt));
    if (nudgedAt.isEmpty()) {
      return Action.NUDGE;
    }
    if (now.isBefore(nudgedAt.get().plus(NUDGED))) {
      return Action.NOTHING;
    }
    return replaceable ? Action.BEGIN_AGAIN : Action.NUDGE;
  }

  private static boolean isStill(Instant movedAt, Instant now) {
    return !now.isBefore(movedAt.plus(STILL));
  }

  /** Returns when a run last moved, or until when it waits. */
  static Instant movedAt(OpenRun run, Seen seen) {
    if (!(seen instanceof Seen.Going(_, var state, _))) {
      return run.begunAt();
    }
    return later(run.begunAt(), later(state.updatedAt(), waitsUntil(state)));
  }

  /** Returns when to look at a run again that needs nothing now. */
  static Instant lookAgain(OpenRun run, Seen seen, Instant now) {
    var next = later(now.plus(MOVING), movedAt(run, seen).plus(STILL));
    var latest = now.plus(WAITING);
    return next.isBefore(latest) ? next : latest;
  }

  private static Instant waitsUntil(SagaState state) {
    return state.waitsUntil().orElse(state.updatedAt());
  }

  private static Instant later(Instant one, Instant other) {
    return one.isBefore(other) ? other : one;
  }
}
