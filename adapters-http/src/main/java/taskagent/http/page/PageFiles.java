package taskagent.http.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * The files of the page. They are on the class path: the page's own files beside this class, and
 * those of lit-html in its WebJar. A name consists of letters and hyphens, so it cannot lead to any
 * other folder.
 */
final class PageFiles {

  private static final Pattern OWN = Pattern.compile("[a-z-]+\\.(js|css|svg)");
  private static final Pattern LIT_HTML = Pattern.compile("lit-html/((directives/)?[a-z-]+\\.js)");

  private static final String OWN_FOLDER = "/taskagent/http/page/";

  /** Has the version that adapters-http/pom.xml names. */
  private static final String LIT_HTML_FOLDER = "/META-INF/resources/webjars/lit-html/3.3.1/";

  private final Map<String, PageFile> read = new ConcurrentHashMap<>();

  /** Returns the HTML document. */
  PageFile document() {
    return file("index.html", OWN_FOLDER + "index.html", content -> content)
        .orElseThrow(() -> new IllegalStateException("index.html is not on the class path"));
  }

  /** Returns the file with a name; empty if there is none. */
  Optional<PageFile> find(String name) {
    if (OWN.matcher(name).matches()) {
      return file(name, OWN_FOLDER + name, PageFiles::stripped);
    }
    var litHtml = LIT_HTML.matcher(name);
    return litHtml.matches()
        ? file(name, LIT_HTML_FOLDER + litHtml.group(1), content -> content)
        : Optional.empty();
  }

  /** Only files that exist are kept, so clients cannot fill the memory with names. */
  private Optional<PageFile> file(String name, String resource, UnaryOperator<byte[]> change) {
    var known = Optional.ofNullable(read.get(name));
    if (known.isPresent()) {
      return known;
    }
    var found = read(resource).map(change).map(content -> PageFile.of(name, content));
    found.ifPresent(file -> read.put(name, file));
    return found;
  }

  private static byte[] stripped(byte[] content) {
    return Stripped.of(new String(content, UTF_8)).getBytes(UTF_8);
  }

  private static Optional<byte[]> read(String resource) {
    try (var in = PageFiles.class.getResourceAsStream(resource)) {
      return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(resource + " cannot be read", e);
    }
  }
}
