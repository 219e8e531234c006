package taskagent.acceptance;

import static io.cucumber.junit.platform.engine.Constants.GLUE_PROPERTY_NAME;
import static io.cucumber.junit.platform.engine.Constants.PLUGIN_PROPERTY_NAME;
import static io.cucumber.junit.platform.engine.Constants.PLUGIN_PUBLISH_QUIET_PROPERTY_NAME;

import org.junit.platform.suite.api.ConfigurationParameter;
import org.junit.platform.suite.api.IncludeEngines;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/**
 * Runs all features on Kubernetes, and those that are about Kubernetes. Its name is not that of a
 * test, so that it runs only where the build names it.
 */
@Suite
@IncludeEngines("cucumber")
@SelectPackages({"features", "kubernetes"})
@ConfigurationParameter(key = GLUE_PROPERTY_NAME, value = "taskagent.acceptance")
@ConfigurationParameter(key = PLUGIN_PUBLISH_QUIET_PROPERTY_NAME, value = "true")
@ConfigurationParameter(
    key = PLUGIN_PROPERTY_NAME,
    value = "summary, html:target/kubernetes.html, junit:target/kubernetes.xml")
final class KubernetesScenarios {}
