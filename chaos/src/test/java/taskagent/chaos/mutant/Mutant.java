package taskagent.chaos.mutant;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;

/**
 * A build with one defect: one place in one source file is replaced.
 *
 * @param defect what is wrong with it
 * @param source the source file, from the root of the repository
 * @param right the text to replace, which occurs once
 * @param wrong the text of the mutant
 * @param caughtBy the invariants that it breaks, of which at least one must be found
 */
record Mutant(String defect, String source, String right, String wrong, Set<Integer> caughtBy) {

  /** Compiles it. Its classes must precede those of the build on the class path. */
  Path compile(Path folder) throws IOException {
    var file = Path.of("..").resolve(source);
    var text = Files.readString(file);
    assertThat(text.split(Pattern.quote(right), -1))
        .as("%s contains the text of the mutant '%s' once", source, defect)
        .hasSize(2);
    var mutated = folder.resolve("sources").resolve(file.getFileName());
    var classes = Files.createDirectories(folder.resolve("classes"));
    Files.createDirectories(mutated.getParent());
    Files.writeString(mutated, text.replace(right, wrong));
    var options =
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            "-d",
            classes.toString(),
            "-proc:none",
            "-nowarn",
            mutated.toString());
    int code =
        ToolProvider.getSystemJavaCompiler().run(null, null, null, options.toArray(String[]::new));
    assertThat(code).as("the mutant '%s' compiles", defect).isZero();
    return classes;
  }

  @Override
  public String toString() {
    return defect;
  }
}
