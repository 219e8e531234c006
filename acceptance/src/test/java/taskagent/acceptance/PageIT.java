package taskagent.acceptance;

import static io.cucumber.junit.platform.engine.Constants.GLUE_PROPERTY_NAME;
import static io.cucumber.junit.platform.engine.Constants.PLUGIN_PROPERTY_NAME;
import static io.cucumber.junit.platform.engine.Constants.PLUGIN_PUBLISH_QUIET_PROPERTY_NAME;

import org.junit.platform.suite.api.AfterSuite;
import org.junit.platform.suite.api.ConfigurationParameter;
import org.junit.platform.suite.api.IncludeEngines;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;
import taskagent.acceptance.page.PageWorld;

/** Runs the features of the page, one scenario after the other, in one Chromium. */
@Suite
@IncludeEngines("cucumber")
@SelectPackages("page")
@ConfigurationParameter(key = GLUE_PROPERTY_NAME, value = "taskagent.acceptance.page")
@ConfigurationParameter(key = PLUGIN_PUBLISH_QUIET_PROPERTY_NAME, value = "true")
@ConfigurationParameter(
    key = PLUGIN_PROPERTY_NAME,
    value = "summary, html:target/acceptance-page.html")
final class PageIT {

  @AfterSuite
  static void close() {
    PageWorld.close();
  }
}
