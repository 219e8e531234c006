package taskagent.http;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The table of what is served. {@code openapi.yaml} describes the same, which a test checks. */
final class Routes {

  private final List<Route> all;
  private final List<Resource> resources;

  Routes(List<Route> all) {
    this.all = List.copyOf(all);
    var byPath = new LinkedHashMap<String, Map<String, Route>>();
    for (var route : all) {
      byPath
          .computeIfAbsent(route.path(), _ -> new LinkedHashMap<>())
          .put(route.method().text(), route);
    }
    var list = new ArrayList<Resource>();
    byPath.forEach((path, routes) -> list.add(Resource.of(path, routes)));
    this.resources = List.copyOf(list);
  }

  List<Route> all() {
    return all;
  }

  /** What is at a raw path, if anything. */
  Optional<Match> find(String rawPath) {
    var segments = Paths.segments(rawPath);
    for (var resource : resources) {
      if (resource.matches(segments)) {
        var parameter = resource.parameter < 0 ? "" : segments[resource.parameter];
        return Optional.of(new Match(resource, parameter));
      }
    }
    return Optional.empty();
  }

  /**
   * What is at a path.
   *
   * @param parameter the raw segment in the parameter's place
   */
  record Match(Resource resource, String parameter) {

    /** The operation for a method; {@code HEAD} is {@code GET} without the body. */
    Optional<Route> route(Method method) {
      var name = method.equals(Method.HEAD) ? Method.GET.text() : method.text();
      return Optional.ofNullable(resource.routes.get(name));
    }

    Header allow() {
      return resource.allow;
    }
  }

  /**
   * All operations at one path.
   *
   * @param parameter the place of the parameter among the segments; -1 if there is none
   */
  private record Resource(
      List<String> segments, int parameter, Map<String, Route> routes, Header allow) {

    static Resource of(String path, Map<String, Route> routes) {
      var segments = List.of(Paths.segments(path));
      int parameter = -1;
      for (int i = 0; i < segments.size(); i++) {
        parameter = segments.get(i).startsWith("{") ? i : parameter;
      }
      var allowed = new ArrayList<>(routes.keySet());
      if (allowed.contains(Method.GET.text())) {
        allowed.add(Method.HEAD.text());
      }
      allowed.add(Method.OPTIONS.text());
      var allow = HeaderValues.createCached(HeaderNames.ALLOW, String.join(", ", allowed));
      return new Resource(segments, parameter, Map.copyOf(routes), allow);
    }

    boolean matches(String[] raw) {
      if (raw.length != segments.size()) {
        return false;
      }
      for (int i = 0; i < raw.length; i++) {
        if (i != parameter && !segments.get(i).equals(raw[i])) {
          return false;
        }
      }
      return true;
    }
  }
}
