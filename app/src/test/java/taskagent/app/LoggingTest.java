package taskagent.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.logging.LogManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LoggingTest {

  private final PrintStream before = System.err;
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  @BeforeEach
  void listen() {
    System.setErr(new PrintStream(said, true, UTF_8));
  }

  @AfterEach
  void leave() {
    Thread.setDefaultUncaughtExceptionHandler(null);
    LogManager.getLogManager().reset();
    System.setErr(before);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatEndsAThreadIsOneLine(boolean json) throws InterruptedException {
    Logging.start(json, Logging.Level.INFO);

    var thread =
        Thread.ofPlatform()
            .name("unlucky")
            .start(
                () -> {
                  throw new IllegalStateException("in\ntwo lines");
                });
    thread.join();

    assertThat(said.toString(UTF_8).lines())
        .singleElement()
        .asString()
        .contains("WARNING", "unlucky", "IllegalStateException", "two lines");
  }
}
