package taskagent.dapr.cluster;

import com.github.dockerjava.api.exception.NotFoundException;
import java.util.Set;
import java.util.TreeSet;
import org.testcontainers.DockerClientFactory;

/** The images of a cluster, with the names that {@code k8s/images/build} gives them. */
enum Images {
  REDIS("taskagent/redis:7"),
  DAPR("taskagent/dapr:1.18.2"),
  APP("taskagent/app:latest");

  private final String built;

  Images(String built) {
    this.built = built;
  }

  /** Returns the image that the environment names, or else the built one. */
  String image() {
    return System.getenv().getOrDefault(variable(), built);
  }

  private String variable() {
    return "TASKAGENT_IMAGE_" + name();
  }

  /** Fails with advice if a built image is missing. */
  static void check(Set<Images> images) {
    var docker = DockerClientFactory.instance().client();
    var missing = new TreeSet<String>();
    for (var image : images) {
      if (System.getenv(image.variable()) != null) {
        continue; // it may come from a registry
      }
      try {
        docker.inspectImageCmd(image.built).exec();
      } catch (NotFoundException e) {
        missing.add(image.built);
      }
    }
    if (!missing.isEmpty()) {
      throw new IllegalStateException(
          "no image %s; build what is missing: k8s/images/build".formatted(missing));
    }
  }
}
