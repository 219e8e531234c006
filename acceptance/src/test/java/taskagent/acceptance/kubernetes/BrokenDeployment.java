package taskagent.acceptance.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicInteger;
import taskagent.testing.kubernetes.AcceptanceDeployment;
import taskagent.testing.kubernetes.Kubectl;

/** A copy of the deployment, beside it, that contains a mistake. */
public final class BrokenDeployment implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final String COMPONENT =
      """
      {"apiVersion": "dapr.io/v1alpha1", "kind": "Component",
       "metadata": {"name": "%1$s", "namespace": "%2$s"}, "scopes": ["%1$s"],
       "spec": {"type": "state.rediss", "version": "v1", "metadata": []}}""";

  private final String name = "mistaken-" + COUNT.incrementAndGet();
  private final ObjectNode deployment;
  private final ObjectNode container;

  private BrokenDeployment() {
    try {
      var it =
          (ObjectNode)
              JSON.readTree(
                  AcceptanceDeployment.kubectl(
                      "get", "deployment/task-agent-system", "-o", "json"));
      it.remove("status");
      var metadata = it.putObject("metadata").put("name", name);
      metadata.put("namespace", AcceptanceDeployment.NAMESPACE);
      var labels = JSON.createObjectNode().put("app.kubernetes.io/name", name);
      var spec = it.withObject("/spec").put("replicas", 1);
      spec.withObject("/selector").set("matchLabels", labels);
      var template = spec.withObject("/template");
      template.withObject("/metadata").set("labels", labels);
      template.withObject("/metadata/annotations").put("dapr.io/app-id", name);
      deployment = it;
      container = (ObjectNode) template.at("/spec/containers/0");
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deploys a copy with a mistake. */
  public static BrokenDeployment with(String mistake) {
    var mistaken = new BrokenDeployment();
    switch (mistake) {
      case "a setting that is unknown" ->
          mistaken.environment("TASKAGENT_NOTIFY_CHANEL").put("value", "log");
      case "an image that is not there" ->
          mistaken.container.put("image", "taskagent/app:nowhere").put("imagePullPolicy", "Never");
      case "a component that cannot be had" ->
          mistaken.apply(COMPONENT.formatted(mistaken.name, AcceptanceDeployment.NAMESPACE));
      case "a Secret that is not there" ->
          mistaken
              .environment("APP_API_TOKEN")
              .putObject("valueFrom")
              .putObject("secretKeyRef")
              .put("name", "not-there")
              .put("key", "token");
      default -> throw new IllegalArgumentException(mistake);
    }
    mistaken.apply(mistaken.deployment.toString());
    return mistaken;
  }

  private ObjectNode environment(String name) {
    return container.putArray("env").addObject().put("name", name);
  }

  private void apply(String json) {
    Kubectl.apply(name + ".json", json);
  }

  /** Returns the description of its pod, and the last lines of its logs. */
  public String says() {
    var all = new StringBuilder(AcceptanceDeployment.kubectl("describe", "pods", "-l", selector()));
    for (var container : new String[] {"task-agent", "daprd"}) {
      for (var which : new String[] {"--previous=false", "--previous"}) {
        all.append(
            Kubectl.attempt(
                    "-n",
                    AcceptanceDeployment.NAMESPACE,
                    "logs",
                    "-l",
                    selector(),
                    "-c",
                    container,
                    which,
                    "--tail=3")
                .out());
      }
    }
    return all.toString();
  }

  /** Returns true if its pod is ready. */
  public boolean ready() {
    return !AcceptanceDeployment.kubectl(
            "get", "deployment/" + name, "-o", "jsonpath={.status.readyReplicas}")
        .isEmpty();
  }

  private String selector() {
    return "app.kubernetes.io/name=" + name;
  }

  @Override
  public void close() {
    AcceptanceDeployment.kubectl("delete", "deployment/" + name, "--ignore-not-found");
    AcceptanceDeployment.kubectl("delete", "component.dapr.io/" + name, "--ignore-not-found");
  }
}
