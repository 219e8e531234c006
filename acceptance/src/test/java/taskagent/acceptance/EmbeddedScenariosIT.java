package taskagent.acceptance;

import static io.cucumber.junit.platform.engine.Constants.PLUGIN_PROPERTY_NAME;

import org.junit.platform.suite.api.AfterSuite;
import org.junit.platform.suite.api.ConfigurationParameter;
import org.junit.platform.suite.api.SelectPackages;

/** Runs the features that only the embedded engine has. On Dapr there are no lists yet. */
@SelectPackages("embedded")
@ConfigurationParameter(
    key = PLUGIN_PROPERTY_NAME,
    value = "summary, html:target/acceptance-embedded.html")
final class EmbeddedScenariosIT extends ScenarioSuite.Restarts {

  /** Stops the world that all scenarios share. */
  @AfterSuite
  static void close() {
    ScenarioContext.close();
  }
}
