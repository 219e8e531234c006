package taskagent.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Writers are never blocked by a stream that nobody reads. */
@Timeout(60)
class ServerOutputTest {

  private static final String LINE = "x".repeat(1023);
  private static final Duration SOON = Duration.ofSeconds(20);

  private final CountDownLatch read = new CountDownLatch(1);
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();

  /** Blocks like a full pipe until somebody reads it. */
  private final OutputStream pipe =
      new OutputStream() {
        @Override
        public void write(int b) {
          throw new UnsupportedOperationException();
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
          try {
            read.await();
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
          synchronized (written) {
            written.write(bytes, offset, length);
          }
        }
      };

  private String text() {
    synchronized (written) {
      return written.toString(UTF_8);
    }
  }

  @Test
  void linesAreKeptInOrderUntilTheyAreRead() {
    var output = new ServerOutput(pipe);
    var out = new PrintStream(output, true, UTF_8);
    for (int i = 0; i < 1_000; i++) {
      out.println("line " + i);
    }
    assertThat(text()).isEmpty();
    read.countDown();
    output.drain(SOON);
    assertThat(text().lines()).hasSize(1_000).startsWith("line 0", "line 1").endsWith("line 999");
  }

  @Test
  void linesBeyondTheBoundAreDroppedAndCounted() {
    var reports = new CopyOnWriteArrayList<String>();
    var handler = recording(reports);
    var logger = Logger.getLogger(ServerOutput.class.getName());
    logger.addHandler(handler);
    try {
      long before = dropped();
      var output = new ServerOutput(pipe);
      var out = new PrintStream(output, true, UTF_8);
      for (int i = 0; i < 10_000; i++) { // 10 MB
        out.println(LINE);
      }
      long dropped = dropped() - before;
      assertThat(dropped).isBetween(1_500L, 7_000L); // up to 4 MB wait, and as much is written
      assertThat(reports).isEmpty();

      read.countDown();
      output.drain(SOON);
      assertThat(text().lines()).hasSize((int) (10_000 - dropped)).containsOnly(LINE);
      await()
          .untilAsserted(
              () -> assertThat(reports).singleElement().asString().contains("were dropped"));
      out.println("later");
      output.drain(SOON);
      assertThat(text()).endsWith("later" + System.lineSeparator());
    } finally {
      logger.removeHandler(handler);
    }
  }

  @Test
  void drainDoesNotWaitForEver() {
    var output = new ServerOutput(pipe);
    var out = new PrintStream(output, true, UTF_8);
    out.println("unread");
    output.drain(Duration.ofMillis(10));
    assertThat(text()).isEmpty();
    read.countDown();
  }

  @Test
  void linesOfAClosedPipeAreCounted() {
    long before = dropped();
    var closed =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
          }
        };
    var output = new ServerOutput(closed);
    var out = new PrintStream(output, true, UTF_8);
    for (int i = 0; i < 100; i++) {
      out.println("line " + i);
    }
    output.drain(SOON);
    assertThat(dropped() - before).isEqualTo(100);
  }

  private static long dropped() {
    return ServerOutput.metric().samples().getFirst().value().getAsLong();
  }

  private static Handler recording(List<String> messages) {
    return new Handler() {
      @Override
      public void publish(LogRecord entry) {
        messages.add(entry.getMessage());
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
  }
}
