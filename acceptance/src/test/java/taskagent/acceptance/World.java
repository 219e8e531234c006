package taskagent.acceptance;

import java.time.Duration;
import java.util.List;

/** A running Task Agent on some engine, and what can be done to it. */
interface World extends AutoCloseable {

  /** The engine's name, for the report. */
  String engine();

  /** Where it serves, now. */
  String address();

  /** Kills it without warning, and starts it again. */
  void crash();

  /** Kills it without warning, and starts it again after that time. */
  void crash(Duration down);

  /** Has it forget what it holds in memory of a task, so that it must read it again. */
  void deactivate(String taskId);

  /** Has it forget failures of the outside, of which many in a row are taken for an outage. */
  void calmDown();

  /** What it logged as an error since it was made; in a world that is in order, nothing. */
  List<String> complaints();

  @Override
  void close();
}
