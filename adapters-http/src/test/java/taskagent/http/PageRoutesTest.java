package taskagent.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static taskagent.http.TestServer.problem;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The page's document and files. What the page does in a browser is tested in acceptance. */
final class PageRoutesTest {

  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
          + " img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none';"
          + " require-trusted-types-for 'script'; trusted-types lit-html";

  private static final String MODULE = "/ui/assets/main.js";

  private static final Path SOURCES = Path.of("src/main/resources/taskagent/http/page");

  /** Sizes in bytes that a browser would transfer (gzip). */
  private static final int SCRIPTS_AT_MOST = 40 * 1024;

  private static final int STYLES_AT_MOST = 8 * 1024;

  private static TestServer server;

  @BeforeAll
  static void start() {
    server = TestServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String header(HttpResponse<String> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/?col=pending",
        "/ui",
        "/ui/",
        "/ui/list?q=status:overdue",
        "/ui/tasks/t-1",
        "/ui/no/such/page",
        "/ui/assets"
      })
  void everyAddressOfThePageHasTheSameDocument(String address) {
    var answer = server.get(address, "Accept", "text/html");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(header(answer, "Content-Type")).isEqualTo("text/html; charset=utf-8");
    assertThat(answer.body()).startsWith("<!doctype html>").isEqualTo(server.get("/").body());
  }

  @ParameterizedTest
  @CsvSource({
    "/,text/html; charset=utf-8",
    "/ui/assets/main.js,text/javascript; charset=utf-8",
    "/ui/assets/base.css,text/css; charset=utf-8",
    "/ui/assets/icon.svg,image/svg+xml",
    "/ui/assets/lit-html/lit-html.js,text/javascript; charset=utf-8"
  })
  void everyFileHasItsTypeAndThePolicy(String path, String type) {
    var answer = server.get(path);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(header(answer, "Content-Type")).isEqualTo(type);
    assertThat(answer.headers().allValues("Content-Security-Policy")).containsExactly(POLICY);
    assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(answer.headers().allValues("Cache-Control")).containsExactly("no-cache");
    assertThat(header(answer, "ETag")).matches("\"[A-Za-z0-9_-]{24}\"");
  }

  @Test
  void anUnchangedFileIsNotSentAgain() {
    var tag = header(server.get(MODULE), "ETag");
    for (var given : new String[] {tag, "W/" + tag, "\"other\", " + tag, "*"}) {
      var answer = server.get(MODULE, "If-None-Match", given);
      assertThat(answer.statusCode()).as(given).isEqualTo(304);
      assertThat(answer.body()).isEmpty();
      assertThat(header(answer, "ETag")).isEqualTo(tag);
    }
    assertThat(server.get(MODULE, "If-None-Match", "\"other\"").statusCode()).isEqualTo(200);
    assertThat(header(server.get("/ui/assets/base.css"), "ETag")).isNotEqualTo(tag);
  }

  @Test
  void headSaysTheSameWithoutTheFile() {
    for (var path : new String[] {"/", MODULE}) {
      var get = server.get(path);
      var head = server.send("HEAD", path, BodyPublishers.noBody());
      assertThat(head.statusCode()).isEqualTo(200);
      assertThat(head.body()).isEmpty();
      assertThat(header(head, "ETag")).isEqualTo(header(get, "ETag"));
      assertThat(header(head, "Content-Length")).isEqualTo(header(get, "Content-Length"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/ui/list", MODULE})
  void otherMethodsAreNotAllowed(String path) {
    for (var method : new String[] {"POST", "PUT", "DELETE", "PATCH"}) {
      var answer = server.send(method, path, BodyPublishers.noBody());
      problem(answer, 405);
      assertThat(header(answer, "Allow")).isEqualTo("GET, HEAD, OPTIONS");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/ui/assets/",
        "/ui/assets/nothing.js",
        "/ui/assets/index.html",
        "/ui/assets/PageFiles.class",
        "/ui/assets/../page/main.js",
        "/ui/assets/../../openapi.yaml",
        "/ui/assets/..%2F..%2Fopenapi.yaml",
        "/ui/assets/%2e%2e/%2e%2e/openapi.yaml",
        "/ui/assets//main.js",
        "/ui/assets/./main.js",
        "/ui/assets/main.js/",
        "/ui/assets/main%2Ejs",
        "/ui/assets/main.js%00",
        "/ui/assets/MAIN.js",
        "/ui/assets/lit-html/package.json",
        "/ui/assets/lit-html/node/lit-html.js",
        "/ui/assets/lit-html/directives/../lit-html.js",
        "/ui/assets/META-INF/MANIFEST.MF"
      })
  void noOtherFileIsServed(String path) {
    var answer =
        server.raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    assertThat(answer).startsWith("HTTP/1.1 404 ").contains("application/problem+json");
  }

  @Test
  void foreignHostsGetNoPage() {
    assertThat(server.raw("GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 421 ");
  }

  /** Follows all links and imports, as a browser does. */
  private static Map<String, String> loaded() {
    var found = new TreeMap<String, String>();
    var open = new ArrayDeque<String>();
    open.add("/");
    while (!open.isEmpty()) {
      var path = open.remove();
      var answer = server.get(path);
      assertThat(answer.statusCode()).as(path).isEqualTo(200);
      found.put(path, answer.body());
      Pattern.compile("[\"'](/ui/assets/[^\"']+|\\.\\.?/[a-z./-]+\\.js)[\"']")
          .matcher(answer.body())
          .results()
          .map(reference -> URI.create(path).resolve(reference.group(1)).getPath())
          .filter(next -> !found.containsKey(next) && !open.contains(next))
          .distinct()
          .forEach(open::add);
    }
    return found;
  }

  @Test
  void everyFileThatIsLoadedExistsAndEveryOtherOneIsGone() throws IOException {
    try (var files = Files.list(SOURCES)) {
      assertThat(loaded().keySet().stream().filter(path -> !path.contains("/lit-html/")))
          .hasSizeGreaterThan(30)
          .containsExactlyInAnyOrderElementsOf(
              files
                  .map(file -> file.getFileName().toString())
                  .map(name -> name.equals("index.html") ? "/" : "/ui/assets/" + name)
                  .toList());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"follow.js", "base.css"})
  void filesAreSentWithoutCommentsAndIndentationAndKeepTheirLines(String name) throws IOException {
    var source = Files.readAllLines(SOURCES.resolve(name));
    var sent = server.get("/ui/assets/" + name).body().lines().toList();
    assertThat(sent).hasSameSizeAs(source).isNotEqualTo(source);
    assertThat(sent.stream().filter(line -> !line.isEmpty()))
        .hasSizeGreaterThan(30)
        .noneMatch(line -> line.strip().matches("(//|/\\*).*"))
        .isSubsetOf(source.stream().map(String::stripLeading).toList());
  }

  @Test
  void thePageIsSmall() {
    assertThat(gzipped(".js")).isBetween(10_000, SCRIPTS_AT_MOST);
    assertThat(gzipped(".css")).isBetween(3_000, STYLES_AT_MOST);
  }

  private static int gzipped(String ending) {
    return loaded().entrySet().stream()
        .filter(file -> file.getKey().endsWith(ending))
        .mapToInt(file -> gzipped(file.getValue().getBytes(UTF_8)))
        .sum();
  }

  private static int gzipped(byte[] content) {
    var bytes = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bytes)) {
      gzip.write(content);
    } catch (IOException e) {
      throw new AssertionError("a byte array does not fail", e);
    }
    return bytes.size();
  }

  /** The policy would block them in the browser only, and perhaps on a path that nobody took. */
  @Test
  void noFileUsesWhatThePolicyForbids() {
    var forbidden =
        Pattern.compile(
            "<script(?![^>]* src=)|<style|\\sstyle=|\\son[a-z]+=|javascript:|\\.innerHTML|unsafe-?HTML"
                + "|https?://(?!www\\.w3\\.org/2000/svg)|\\beval\\(|new Function",
            Pattern.CASE_INSENSITIVE);
    loaded()
        .forEach(
            (path, content) -> {
              if (!path.contains("/lit-html/")) {
                assertThat(forbidden.matcher(content).results().map(MatchResult::group))
                    .as(path)
                    .isEmpty();
              }
            });
  }
}
