package taskagent.embedded;

import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import taskagent.domain.port.Activity;

/**
 * Reports to the {@link Activity} what was committed, in the order of the commits. It has a thread
 * of its own, so that the writer does not wait for a log.
 */
final class ActivityReporter implements Threads.Loop, AutoCloseable {

  private static final System.Logger LOG = System.getLogger(ActivityReporter.class.getName());

  /** How many commits may wait to be reported. If there are more, the writer waits. */
  private static final int QUEUE = 1024;

  private static final long CLOSES_WITHIN_MILLIS = 5_000;
  private static final long PATIENCE_MILLIS = 100;

  private final Activity activity;
  private final BlockingQueue<List<Consumer<Activity>>> queue = new ArrayBlockingQueue<>(QUEUE);
  private final Thread thread;
  private volatile boolean closing;

  ActivityReporter(Activity activity) {
    this.activity = activity;
    this.thread = Thread.ofPlatform().name("taskagent-activity").daemon().unstarted(this::loop);
  }

  /** Takes what one commit has made durable. */
  void committed(List<Consumer<Activity>> reports) {
    if (reports.isEmpty()) {
      return;
    }
    try {
      queue.put(reports);
    } catch (InterruptedException e) {
      LOG.log(System.Logger.Level.DEBUG, "interrupted while the activity log was behind");
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void start() {
    thread.start();
  }

  @Override
  public boolean turn() {
    var reports = queue.poll();
    if (reports == null) {
      return false;
    }
    report(reports);
    return true;
  }

  /** Reports what is left, and stops. */
  @Override
  public void close() {
    closing = true;
    try {
      thread.join(CLOSES_WITHIN_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void loop() {
    while (!(closing && queue.isEmpty())) {
      try {
        var reports = queue.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        if (reports != null) {
          report(reports);
        }
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void report(List<Consumer<Activity>> reports) {
    for (var report : reports) {
      try {
        report.accept(activity);
      } catch (RuntimeException e) { // a defect, which must not hide what comes next
        LOG.log(System.Logger.Level.WARNING, "cannot report an activity", e);
      }
    }
  }
}
