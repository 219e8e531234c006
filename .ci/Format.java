import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Checks or writes the format of every Java source: {@code Format.java check|write ROOT}. */
final class Format {

  public static void main(String... args) throws IOException {
    boolean write = args[0].equals("write");
    var root = Path.of(args[1]);
    var wrong = sources(root).parallelStream().filter(file -> changes(file, write)).toList();
    for (var file : wrong) {
      System.out.println((write ? "formatted " : "not formatted: ") + root.relativize(file));
    }
    if (!wrong.isEmpty() && !write) {
      System.out.println("Format them with: mvn -q -N validate -Dformat=write");
      System.exit(1);
    }
  }

  /** Returns true if the format of a file is wrong, and corrects it if that is wanted. */
  private static boolean changes(Path file, boolean write) {
    try {
      var text = Files.readString(file);
      var formatted = formatted(text);
      if (write && !formatted.equals(text)) {
        Files.writeString(file, formatted);
      }
      return !formatted.equals(text);
    } catch (FormatterException e) {
      throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String formatted(String text) throws FormatterException {
    var used = RemoveUnusedImports.removeUnusedImports(text);
    var ordered = ImportOrderer.reorderImports(used, JavaFormatterOptions.Style.GOOGLE);
    return new Formatter().formatSource(ordered);
  }

  private static List<Path> sources(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !root.relativize(file).toString().contains("target"))
          .sorted()
          .toList();
    }
  }
}
