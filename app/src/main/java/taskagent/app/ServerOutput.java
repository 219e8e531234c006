package taskagent.app;

import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import taskagent.domain.port.Metric;

/**
 * A standard stream of the server. A thread of its own writes to the file or pipe behind it, so
 * that a pipe which nobody reads never blocks those who log. What waits is bounded, and lines
 * beyond the bound are dropped and counted.
 */
final class ServerOutput extends OutputStream {

  private static final System.Logger LOG = System.getLogger(ServerOutput.class.getName());

  /** How much may wait, and be written at once: what a server logs in seconds under full load. */
  private static final int ROOM = 4 << 20;

  /** How long lines are gathered, because a write for each of them costs more than the line. */
  private static final Duration GATHER = Duration.ofMillis(5);

  private static final Duration DRAINS_WITHIN = Duration.ofSeconds(2);

  private static final List<ServerOutput> INSTALLED = new CopyOnWriteArrayList<>();

  /** Of all streams, so that the metric has one value. */
  private static final LongAdder DROPPED = new LongAdder();

  private final OutputStream target;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final ByteArrayOutputStream waiting = new ByteArrayOutputStream();
  private long dropped;
  private boolean writing;

  /** Creates a stream that writes to another one, in a thread of its own. */
  ServerOutput(OutputStream target) {
    this.target = target;
    Thread.ofPlatform().name("taskagent-output").daemon().start(this::loop);
  }

  /** Puts such streams in the place of standard output and standard error. */
  static void install() {
    System.setOut(print(FileDescriptor.out, System.out.charset()));
    System.setErr(print(FileDescriptor.err, System.err.charset()));
  }

  private static PrintStream print(FileDescriptor descriptor, Charset charset) {
    var stream = new ServerOutput(new FileOutputStream(descriptor));
    INSTALLED.add(stream);
    return new PrintStream(stream, true, charset);
  }

  /** Waits, before the process ends, until everything is written, but not for ever. */
  static void drain() {
    INSTALLED.forEach(stream -> stream.drain(DRAINS_WITHIN));
  }

  /** Returns the metric of the lines that were dropped. */
  static Metric metric() {
    return Metric.counter(
        "taskagent_log_lines_dropped_total",
        "Lines of output that were dropped because nobody read the earlier ones.",
        DROPPED::sum);
  }

  @Override
  public synchronized void write(int b) {
    line.write(b);
  }

  @Override
  public synchronized void write(byte[] from, int offset, int length) {
    line.write(from, offset, length);
  }

  /** Ends a line, which is written or dropped as a whole. */
  @Override
  public synchronized void flush() {
    if (line.size() == 0) {
      return;
    }
    if (waiting.size() + line.size() > ROOM) {
      dropped++;
      DROPPED.increment();
    } else {
      if (waiting.size() == 0) {
        notifyAll();
      }
      waiting.writeBytes(line.toByteArray());
    }
    line.reset();
  }

  /** Waits until everything is written, at most so long. */
  synchronized void drain(Duration atMost) {
    long end = System.nanoTime() + atMost.toNanos();
    try {
      long left = atMost.toMillis();
      while ((writing || waiting.size() > 0) && left > 0) {
        wait(left);
        left = Duration.ofNanos(end - System.nanoTime()).toMillis();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void loop() {
    try {
      while (true) {
        awaitLine();
        Thread.sleep(GATHER);
        write(target, take());
        reportDropped();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void write(OutputStream target, byte[] text) {
    try {
      target.write(text);
      target.flush();
    } catch (IOException e) { // the reader has ended; the server works on
      for (byte b : text) {
        if (b == '\n') {
          DROPPED.increment();
        }
      }
    }
  }

  private synchronized void awaitLine() throws InterruptedException {
    writing = false;
    notifyAll();
    while (waiting.size() == 0) {
      wait();
    }
  }

  private synchronized byte[] take() {
    writing = true;
    var lines = waiting.toByteArray();
    waiting.reset();
    return lines;
  }

  /** Says how much is missing, once there is room again. */
  private void reportDropped() {
    long count;
    synchronized (this) {
      if (dropped == 0 || waiting.size() > ROOM / 2) {
        return;
      }
      count = dropped;
      dropped = 0;
    }
    LOG.log(
        System.Logger.Level.WARNING,
        "{0} lines of output were dropped, because nobody read the earlier ones",
        count);
  }
}
