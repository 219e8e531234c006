package taskagent.acceptance;

import static io.cucumber.junit.platform.engine.Constants.PLUGIN_PROPERTY_NAME;

import org.junit.platform.suite.api.AfterSuite;
import org.junit.platform.suite.api.ConfigurationParameter;
import org.junit.platform.suite.api.IncludeEngines;
import org.junit.platform.suite.api.IncludeTags;
import org.junit.platform.suite.api.SelectClasses;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/**
 * Runs all features on Kubernetes, and those about Kubernetes itself: the nightly form of {@link
 * KubernetesScenarios}.
 */
@Suite
@IncludeEngines("junit-platform-suite")
@SelectClasses({
  KubernetesAllScenarios.SideBySide.class,
  KubernetesAllScenarios.Deployments.class,
  KubernetesAllScenarios.Restarts.class,
  KubernetesAllScenarios.Alone.class
})
final class KubernetesAllScenarios {

  /** Stops the world that all scenarios share. */
  @AfterSuite
  static void close() {
    ScenarioContext.close();
  }

  @SelectPackages({"features", "kubernetes"})
  @IncludeTags("!restarts & !alone & !deployment")
  @ConfigurationParameter(
      key = PLUGIN_PROPERTY_NAME,
      value = "summary, html:target/kubernetes-all-sidebyside.html")
  static final class SideBySide extends ScenarioSuite.SideBySide {}

  @SelectPackages("kubernetes")
  @IncludeTags("deployment")
  @ConfigurationParameter(
      key = PLUGIN_PROPERTY_NAME,
      value = "summary, html:target/kubernetes-all-deployments.html")
  static final class Deployments extends ScenarioSuite.SideBySide {}

  @SelectPackages({"features", "kubernetes"})
  @IncludeTags("restarts")
  @ConfigurationParameter(
      key = PLUGIN_PROPERTY_NAME,
      value = "summary, html:target/kubernetes-all-restarts.html")
  static final class Restarts extends ScenarioSuite.Restarts {}

  @SelectPackages({"features", "kubernetes"})
  @IncludeTags("alone")
  @ConfigurationParameter(
      key = PLUGIN_PROPERTY_NAME,
      value = "summary, html:target/kubernetes-all-alone.html")
  static final class Alone extends ScenarioSuite {}
}
