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
 * Runs on Kubernetes the scenarios that a cluster can change, and those about Kubernetes itself.
 * All others have passed on Dapr with the same code; {@link KubernetesAllScenarios} runs them, too.
 * Its name is not that of a test, so that it runs only where the build names it.
 */
@Suite
@IncludeEngines("junit-platform-suite")
@SelectClasses({
  KubernetesScenarios.SideBySide.class,
  KubernetesScenarios.Deployments.class,
  KubernetesScenarios.Restarts.class,
  KubernetesScenarios.Alone.class
})
final class KubernetesScenarios {

  /** Stops the world that all scenarios share. */
  @AfterSuite
  static void close() {
    ScenarioContext.close();
  }

  @SelectPackages({"features", "kubernetes"})
  @IncludeTags("cluster & !restarts & !alone & !deployment")
  @ConfigurationParameter(
      key = PLUGIN_PROPERTY_NAME,
      value = "summary, html:target/kubernetes-sidebyside.html")
  static final class SideBySide extends ScenarioSuite.SideBySide {}

  @SelectPackages("kubernetes")
  @IncludeTags("deployment")
  @ConfigurationParameter(
      key = PLUGIN_PROPERTY_NAME,
      value = "summary, html:target/kubernetes-deployments.html")
  static final class Deployments extends ScenarioSuite.SideBySide {}

  @SelectPackages({"features", "kubernetes"})
  @IncludeTags("cluster & restarts")
  @ConfigurationParameter(
      key = PLUGIN_PROPERTY_NAME,
      value = "summary, html:target/kubernetes-restarts.html")
  static final class Restarts extends ScenarioSuite.Restarts {}

  @SelectPackages({"features", "kubernetes"})
  @IncludeTags("cluster & alone")
  @ConfigurationParameter(
      key = PLUGIN_PROPERTY_NAME,
      value = "summary, html:target/kubernetes-alone.html")
  static final class Alone extends ScenarioSuite {}
}
