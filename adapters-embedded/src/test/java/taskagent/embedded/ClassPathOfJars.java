package taskagent.embedded;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;

/** A class path without folders: Java can archive only classes that are in a jar. */
final class ClassPathOfJars {

  private ClassPathOfJars() {}

  /** Returns the class path with a jar, made in a folder, in place of each folder. */
  static String of(String classPath, Path madeIn) throws IOException {
    var entries = new ArrayList<String>();
    for (var entry : classPath.split(File.pathSeparator, -1)) {
      entries.add(
          Files.isDirectory(Path.of(entry))
              ? jar(Path.of(entry), madeIn.resolve(entries.size() + ".jar")).toString()
              : entry);
    }
    return String.join(File.pathSeparator, entries);
  }

  private static Path jar(Path folder, Path jar) throws IOException {
    try (var out = new JarOutputStream(Files.newOutputStream(jar));
        var files = Files.walk(folder)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        out.putNextEntry(
            new ZipEntry(folder.relativize(file).toString().replace(File.separatorChar, '/')));
        Files.copy(file, out);
      }
    }
    return jar;
  }
}
