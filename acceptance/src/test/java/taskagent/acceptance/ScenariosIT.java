package taskagent.acceptance;

import static io.cucumber.junit.platform.engine.Constants.PLUGIN_PROPERTY_NAME;

import org.junit.platform.suite.api.AfterSuite;
import org.junit.platform.suite.api.ConfigurationParameter;
import org.junit.platform.suite.api.IncludeEngines;
import org.junit.platform.suite.api.IncludeTags;
import org.junit.platform.suite.api.SelectClasses;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/** Runs all features against the world that {@code -Dtaskagent.world} names. */
@Suite
@IncludeEngines("junit-platform-suite")
@SelectClasses({ScenariosIT.SideBySide.class, ScenariosIT.Restarts.class, ScenariosIT.Alone.class})
final class ScenariosIT {

  /** Stops the world that all scenarios share. */
  @AfterSuite
  static void close() {
    ScenarioContext.close();
  }

  @SelectPackages("features")
  @IncludeTags("!restarts & !alone")
  @ConfigurationParameter(
      key = PLUGIN_PROPERTY_NAME,
      value = "summary, html:target/acceptance-sidebyside.html")
  static final class SideBySide extends ScenarioSuite.SideBySide {}

  @SelectPackages("features")
  @IncludeTags("restarts")
  @ConfigurationParameter(
      key = PLUGIN_PROPERTY_NAME,
      value = "summary, html:target/acceptance-restarts.html")
  static final class Restarts extends ScenarioSuite.Restarts {}

  @SelectPackages("features")
  @IncludeTags("alone")
  @ConfigurationParameter(
      key = PLUGIN_PROPERTY_NAME,
      value = "summary, html:target/acceptance-alone.html")
  static final class Alone extends ScenarioSuite {}
}
