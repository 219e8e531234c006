package taskagent.http.route;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import taskagent.http.answer.RawPaths;

/** Finds routes by path. A test checks that {@code openapi.yaml} describes the same routes. */
public final class Routes {

  private final List<Route> all;
  private final List<Resource> resources;

  /** Creates a table of routes. */
  public Routes(List<Route> all) {
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

  /** Returns these routes and others, which are looked at last. */
  public Routes and(List<Route> others) {
    return new Routes(Stream.concat(all.stream(), others.stream()).toList());
  }

  /** Returns all routes. */
  public List<Route> all() {
    return all;
  }

  /** Returns the resource at a raw path, if there is one. */
  public Optional<Match> find(String rawPath) {
    var segments = RawPaths.segments(rawPath);
    for (var resource : resources) {
      if (resource.matches(segments)) {
        return Optional.of(new Match(resource, resource.parameter(segments)));
      }
    }
    return Optional.empty();
  }

  /**
   * The resource at a path.
   *
   * @param parameter the raw segment at the position of the parameter, or all from there on
   */
  public record Match(Resource resource, String parameter) {

    /** Returns the operation for a method; {@code HEAD} uses that of {@code GET}. */
    public Optional<Route> route(Method method) {
      var name = method.equals(Method.HEAD) ? Method.GET.text() : method.text();
      return Optional.ofNullable(resource.routes.get(name));
    }

    /** Returns the header that lists the allowed methods. */
    public Header allow() {
      return resource.allow;
    }
  }

  /**
   * All operations at one path.
   *
   * @param parameter the index of the segment that is the parameter; -1 if there is none
   * @param rest true if the parameter stands for one or more segments up to the end
   */
  private record Resource(
      List<String> segments, int parameter, boolean rest, Map<String, Route> routes, Header allow) {

    static Resource of(String path, Map<String, Route> routes) {
      var segments = List.of(RawPaths.segments(path));
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
      boolean rest = segments.getLast().startsWith("{*");
      return new Resource(segments, parameter, rest, Map.copyOf(routes), allow);
    }

    boolean matches(String[] raw) {
      if (rest ? raw.length < segments.size() : raw.length != segments.size()) {
        return false;
      }
      for (int i = 0; i < segments.size(); i++) {
        if (i != parameter && !segments.get(i).equals(raw[i])) {
          return false;
        }
      }
      return true;
    }

    String parameter(String[] raw) {
      if (parameter < 0) {
        return "";
      }
      return rest ? String.join("/", List.of(raw).subList(parameter, raw.length)) : raw[parameter];
    }
  }
}
