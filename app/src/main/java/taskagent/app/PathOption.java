package taskagent.app;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A file or folder. In the locale C, Java can neither read nor use a name with letters that are not
 * ASCII.
 */
final class PathOption implements ITypeConverter<Path> {

  /** Java puts it in the place of what it cannot read. */
  private static final String UNREADABLE = "\uFFFD";

  @Override
  public Path convert(String value) {
    try {
      var path = Path.of(value);
      if (path.isAbsolute() || !System.getProperty("user.dir").contains(UNREADABLE)) {
        return path;
      }
    } catch (InvalidPathException e) {
      if (value.indexOf('\0') >= 0) {
        throw new TypeConversionException("the name of a file has no character 0");
      }
    }
    throw new TypeConversionException(
        "the name of the file or of its folder has letters that the locale of this process does not"
            + " have. Set LC_ALL=C.UTF-8");
  }
}
