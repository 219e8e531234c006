package taskagent.domain;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Checks the style rules that a formatter cannot check, in all modules: short files, short methods,
 * and no banned calls.
 */
final class SourceStyleTest {

  private static final int LINES_OF_A_FILE = 400;
  private static final int LINES_OF_A_METHOD = 60;

  private static final Path ROOT = root();

  /** A banned pattern: where it is banned, and what to do instead. */
  private record Ban(Predicate<Path> where, Pattern what, String instead) {}

  private static final List<Ban> BANS =
      List.of(
          new Ban(
              SourceStyleTest::testClass,
              Pattern.compile("Thread\\.sleep|TimeUnit\\.\\w+\\.sleep|LockSupport\\.park"),
              "wait for the expected result, with Awaitility"),
          new Ban(
              SourceStyleTest::test,
              Pattern.compile("@Disabled|@Ignore|Assumptions\\.|assumeT|assumeF|assumingThat"),
              "a test runs, or it is deleted"),
          new Ban(
              SourceStyleTest::main,
              Pattern.compile("LocalDateTime\\.now|new Date\\(\\)|printStackTrace\\(\\)"),
              "times are instants and come in as input; errors are logged"),
          new Ban(
              _ -> true,
              Pattern.compile("@SuppressWarnings\\(\"all\"\\)|//\\s*(TODO|FIXME|XXX|HACK)\\b"),
              "do it, or open an issue"));

  private static Path root() {
    var module = Path.of("").toAbsolutePath();
    return Files.exists(module.resolve(".editorconfig")) ? module : parent(module);
  }

  private static Path parent(Path module) {
    @Nullable Path parent = module.getParent();
    if (parent == null || !Files.exists(parent.resolve(".editorconfig"))) {
      throw new AssertionError("found no project root above " + module);
    }
    return parent;
  }

  private static boolean test(Path source) {
    return source.toString().contains("/src/test/");
  }

  /** Returns true for test classes, but not for processes that tests start, which may sleep. */
  private static boolean testClass(Path source) {
    return test(source)
        && source.toString().matches(".*(Test|IT|Properties|Contract|Steps)\\.java");
  }

  private static boolean main(Path source) {
    return source.toString().contains("/src/main/");
  }

  private static List<Path> sources() {
    try (Stream<Path> modules = Files.list(ROOT)) {
      return modules
          .map(module -> module.resolve("src"))
          .filter(Files::isDirectory)
          .flatMap(SourceStyleTest::javaFiles)
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new AssertionError("cannot read the sources", e);
    }
  }

  private static Stream<Path> javaFiles(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
    } catch (IOException e) {
      throw new AssertionError("cannot read the sources", e);
    }
  }

  private static List<String> lines(Path source) {
    try {
      return Files.readAllLines(source);
    } catch (IOException e) {
      throw new AssertionError("cannot read " + source, e);
    }
  }

  private static String name(Path source) {
    return ROOT.relativize(source).toString();
  }

  @Test
  void thereAreSourcesToCheck() {
    assertThat(sources()).anyMatch(SourceStyleTest::main).anyMatch(SourceStyleTest::test);
    assertThat(sources()).hasSizeGreaterThan(100);
  }

  @Test
  void everyFileIsShortEnough() {
    assertThat(sources().stream().filter(source -> lines(source).size() > LINES_OF_A_FILE))
        .extracting(SourceStyleTest::name)
        .as("files of more than %s lines", LINES_OF_A_FILE)
        .isEmpty();
  }

  @Test
  void everyMethodIsShortEnough() {
    var longEnough = sources().stream().filter(s -> lines(s).size() > LINES_OF_A_METHOD).toList();
    assertThat(methods(longEnough))
        .isNotEmpty()
        .as("methods of more than %s lines", LINES_OF_A_METHOD)
        .allSatisfy((name, lines) -> assertThat(lines).isLessThanOrEqualTo(LINES_OF_A_METHOD));
  }

  @Test
  void noSourceContainsABannedCall() {
    var found = new ArrayList<String>();
    for (var source : sources()) {
      if (source.endsWith("SourceStyleTest.java") || source.endsWith("ArchitectureTest.java")) {
        continue; // these files name the banned patterns
      }
      var lines = lines(source);
      for (var ban : BANS) {
        for (int i = 0; ban.where().test(source) && i < lines.size(); i++) {
          if (ban.what().matcher(lines.get(i)).find()) {
            found.add(name(source) + ":" + (i + 1) + ": " + ban.instead());
          }
        }
      }
    }
    assertThat(found).isEmpty();
  }

  @Test
  void everyMainPackageHasADescription() {
    assertThat(
            sources().stream()
                .filter(SourceStyleTest::main)
                .map(source -> source.resolveSibling("package-info.java"))
                .distinct()
                .filter(info -> !Files.exists(info)))
        .extracting(SourceStyleTest::name)
        .isEmpty();
  }

  /** Returns the length of every method, by its name. */
  private static Map<String, Long> methods(List<Path> sources) {
    var compiler = ToolProvider.getSystemJavaCompiler();
    try (var files = compiler.getStandardFileManager(null, null, null)) {
      Iterable<? extends JavaFileObject> units = files.getJavaFileObjectsFromPaths(sources);
      var task = (JavacTask) compiler.getTask(null, files, null, null, null, units);
      var lengths = new LinkedHashMap<String, Long>();
      var positions = Trees.instance(task).getSourcePositions();
      for (var unit : task.parse()) {
        unit.accept(new Measure(unit, positions, lengths), null);
      }
      return lengths;
    } catch (IOException e) {
      throw new AssertionError("cannot parse the sources", e);
    }
  }

  private static final class Measure extends TreeScanner<@Nullable Void, @Nullable Void> {

    private final CompilationUnitTree unit;
    private final SourcePositions positions;
    private final Map<String, Long> lengths;

    Measure(CompilationUnitTree unit, SourcePositions positions, Map<String, Long> lengths) {
      this.unit = unit;
      this.positions = positions;
      this.lengths = lengths;
    }

    @Override
    public @Nullable Void visitMethod(MethodTree method, @Nullable Void nothing) {
      long first = line(positions.getStartPosition(unit, method));
      long last = line(positions.getEndPosition(unit, method));
      var file = ROOT.relativize(Path.of(unit.getSourceFile().toUri()));
      lengths.put(file + ":" + first + " " + method.getName(), last - first + 1);
      return super.visitMethod(method, null);
    }

    private long line(long position) {
      return unit.getLineMap().getLineNumber(Math.max(0, position));
    }
  }
}
