package taskagent.acceptance;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** A running Task Agent on some engine, and what a scenario can do to it. */
interface World extends AutoCloseable {

  /** Returns the engine's name, for the report. */
  String engine();

  /** Returns the address where it serves now. Replicas take turns. */
  String address();

  /**
   * Kills it without warning, starts it again, and returns when it serves.
   *
   * @param downUntil it stays down until this time at least
   */
  void crash(Instant downUntil);

  /**
   * Removes what it holds of tasks in memory, so that it must read them again. Returns when it
   * serves.
   */
  void deactivate();

  /** Returns true if {@link #deactivate} interrupts requests. */
  boolean deactivatesByRestart();

  /** Returns the errors that it has logged so far. A healthy world has none. */
  List<String> errors();

  /** Saves its logs, if they would be lost with its processes. */
  default void saveLogs(Path folder) {}

  @Override
  void close();
}
