package taskagent.acceptance.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A copy of the deployment, beside it, with a mistake in it. */
public final class Mistaken implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NAME = "mistaken";
  private static final String COMPONENT =
      """
      {"apiVersion": "dapr.io/v1alpha1", "kind": "Component",
       "metadata": {"name": "mistaken", "namespace": "%s"}, "scopes": ["mistaken"],
       "spec": {"type": "state.rediss", "version": "v1", "metadata": []}}""";

  private final ObjectNode deployment;
  private final ObjectNode container;

  private Mistaken() {
    try {
      var it =
          (ObjectNode)
              JSON.readTree(
                  Deployment.kubectl("get", "deployment/task-agent-system", "-o", "json"));
      it.remove("status");
      var metadata = it.putObject("metadata").put("name", NAME);
      metadata.put("namespace", Deployment.NAMESPACE);
      var labels = JSON.createObjectNode().put("app.kubernetes.io/name", NAME);
      var spec = it.withObject("/spec").put("replicas", 1);
      spec.withObject("/selector").set("matchLabels", labels);
      var template = spec.withObject("/template");
      template.withObject("/metadata").set("labels", labels);
      template.withObject("/metadata/annotations").put("dapr.io/app-id", NAME);
      deployment = it;
      container = (ObjectNode) template.at("/spec/containers/0");
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deploys it with that mistake. */
  public static Mistaken with(String mistake) {
    var mistaken = new Mistaken();
    switch (mistake) {
      case "a setting that is unknown" ->
          mistaken.environment("TASKAGENT_NOTIFY_CHANEL").put("value", "log");
      case "an image that is not there" ->
          mistaken.container.put("image", "taskagent/app:nowhere").put("imagePullPolicy", "Never");
      case "a component that cannot be had" -> apply(COMPONENT.formatted(Deployment.NAMESPACE));
      case "a Secret that is not there" ->
          mistaken
              .environment("APP_API_TOKEN")
              .putObject("valueFrom")
              .putObject("secretKeyRef")
              .put("name", "not-there")
              .put("key", "token");
      default -> throw new IllegalArgumentException(mistake);
    }
    apply(mistaken.deployment.toString());
    return mistaken;
  }

  private ObjectNode environment(String name) {
    return container.putArray("env").addObject().put("name", name);
  }

  private static void apply(String json) {
    try {
      var file = Files.writeString(Path.of("target", "mistaken.json"), json);
      Kubectl.run("apply", "-f", file.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All that can be learnt of its pod: what Kubernetes says of it, and what it says itself. */
  public String says() {
    var all = new StringBuilder(Deployment.kubectl("describe", "pods", "-l", selector()));
    for (var container : new String[] {"task-agent", "daprd"}) {
      for (var which : new String[] {"--previous=false", "--previous"}) {
        all.append(
            Kubectl.attempt(
                    "-n",
                    Deployment.NAMESPACE,
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

  /** Whether its pod is ready. */
  public boolean ready() {
    return !Deployment.kubectl(
            "get", "deployment/" + NAME, "-o", "jsonpath={.status.readyReplicas}")
        .isEmpty();
  }

  private static String selector() {
    return "app.kubernetes.io/name=" + NAME;
  }

  @Override
  public void close() {
    Deployment.kubectl("delete", "deployment/" + NAME, "--ignore-not-found");
    Deployment.kubectl("delete", "component.dapr.io/" + NAME, "--ignore-not-found");
  }
}
