import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Checks or writes the format of every Java source: {@code Format.java check|write ROOT}. */
final class Format {

  public static void main(String... args) throws IOException, FormatterException {
    boolean write = args[0].equals("write");
    var root = Path.of(args[1]);
    int wrong = 0;
    for (var file : sources(root)) {
      var text = Files.readString(file);
      var formatted = formatted(file, text);
      if (!formatted.equals(text)) {
        System.out.println((write ? "formatted " : "not formatted: ") + root.relativize(file));
        wrong++;
        if (write) {
          Files.writeString(file, formatted);
        }
      }
    }
    if (wrong > 0 && !write) {
      System.out.println("Format them with: mvn -q -N validate -Dformat=write");
      System.exit(1);
    }
  }

  private static String formatted(Path file, String text) throws FormatterException {
    try {
      var used = RemoveUnusedImports.removeUnusedImports(text);
      var ordered = ImportOrderer.reorderImports(used, JavaFormatterOptions.Style.GOOGLE);
      return new Formatter().formatSource(ordered);
    } catch (FormatterException e) {
      System.out.println(file + ": " + e.getMessage());
      throw e;
    }
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
