package taskagent.domain.contract;

import java.time.InstantSource;

/** What is outside of an engine under test: it is opened with these, and a test scripts them. */
public record Outside(
    InstantSource clock,
    ScriptedNotifier notifier,
    ScriptedResponder responder,
    RecordingPublisher publisher) {

  /** An outside that goes by this clock. */
  public static Outside with(InstantSource clock) {
    return new Outside(
        clock, new ScriptedNotifier(clock), new ScriptedResponder(), new RecordingPublisher());
  }
}
