package taskagent.domain.contract;

import java.time.InstantSource;

/** Everything outside an engine under test; tests script it. */
public record ScriptedOutside(
    InstantSource clock,
    ScriptedNotifier notifier,
    ScriptedResponder responder,
    RecordingPublisher publisher,
    ExpenseApproval.Books books,
    Recorder recorder) {

  /** Returns an outside with this clock. */
  public static ScriptedOutside with(InstantSource clock) {
    return new ScriptedOutside(
        clock,
        new ScriptedNotifier(clock),
        new ScriptedResponder(),
        new RecordingPublisher(),
        new ExpenseApproval.Books(),
        new Recorder());
  }
}
