package taskagent.chaos.mutant;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.PrintWriter;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** Runs the tests of one class. The exit code is 1 if a test failed, and 2 if no test ran. */
final class RunTests {

  private static final int FAILED = 1;
  private static final int NONE = 2;

  private RunTests() {}

  /** Takes the name of the class. */
  public static void main(String... arguments) {
    var request =
        LauncherDiscoveryRequestBuilder.request().selectors(selectClass(arguments[0])).build();
    var listener = new SummaryGeneratingListener();
    LauncherFactory.create().execute(request, listener);
    var summary = listener.getSummary();
    summary.printFailuresTo(new PrintWriter(System.out, true, UTF_8), 1);
    boolean ran = summary.getTestsStartedCount() > 0;
    System.exit(!ran ? NONE : summary.getTestsFailedCount() > 0 ? FAILED : 0);
  }
}
