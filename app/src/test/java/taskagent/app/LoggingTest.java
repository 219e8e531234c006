package taskagent.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import taskagent.domain.port.Trace;

final class LoggingTest {

  private static final String TRACE_ID = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final Optional<String> PARENT =
      Optional.of("00-" + TRACE_ID + "-00f067aa0ba902b7-01");

  private final PrintStream before = System.err;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @BeforeEach
  void capture() {
    System.setErr(new PrintStream(printed, true, UTF_8));
  }

  @AfterEach
  void restore() {
    Thread.setDefaultUncaughtExceptionHandler(null);
    LogManager.getLogManager().reset();
    System.setErr(before);
  }

  private String onlyLine() {
    return assertThat(printed.toString(UTF_8).lines()).singleElement().actual();
  }

  private static void log(String message, Object... parameters) {
    Logger.getLogger("taskagent.test").log(Level.INFO, message, parameters);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anUncaughtExceptionIsOneLine(boolean json) throws InterruptedException {
    Logging.start(json, Logging.Level.INFO);

    var thread =
        Thread.ofPlatform()
            .name("unlucky")
            .start(
                () -> {
                  throw new IllegalStateException("in\ntwo lines");
                });
    thread.join();

    assertThat(onlyLine()).contains("WARNING", "unlucky", "IllegalStateException", "two lines");
  }

  @Test
  void fieldsAreAtTheEndOfATextLine() {
    Logging.start(false, Logging.Level.INFO);
    log("task created by {0}", "ada", Map.of("task", "t1"));
    assertThat(onlyLine()).endsWith(" INFO task created by ada task=t1");
  }

  @Test
  void aFieldOfATextLineCannotForgeAnother() {
    Logging.start(false, Logging.Level.INFO);
    log("task created", Map.of("task", "t1\nworkflow=\"w\" é"));
    assertThat(onlyLine()).endsWith(" INFO task created task=\"t1\\nworkflow=\\\"w\\\" é\"");
  }

  @Test
  void fieldsAreFieldsOfAJsonLine() throws IOException {
    Logging.start(true, Logging.Level.INFO);
    log("task created by {0}", "ada", Map.of("task", "t\n1", "level", "forged"));
    var line = new ObjectMapper().readTree(onlyLine());
    assertThat(line.path("message").asText()).isEqualTo("task created by ada");
    assertThat(line.path("task").asText()).isEqualTo("t\n1");
    assertThat(line.path("level").asText()).isEqualTo("INFO");
  }

  @Test
  void theTraceOfTheCallerIsAField() throws IOException {
    Logging.start(true, Logging.Level.INFO);
    Trace.within(
        PARENT,
        () -> {
          log("task created", Map.of("task", "t1"));
          return true;
        });
    assertThat(new ObjectMapper().readTree(onlyLine()).path("trace").asText()).isEqualTo(TRACE_ID);
  }

  @Test
  void aTraceThatIsGivenComesBeforeTheCallers() {
    Logging.start(false, Logging.Level.INFO);
    Trace.within(
        PARENT,
        () -> {
          log("saga started", Map.of("trace", "other"));
          return true;
        });
    assertThat(onlyLine()).endsWith(" INFO saga started trace=other");
  }
}
