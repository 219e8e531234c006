package taskagent.embedded;

import java.nio.file.Path;
import java.util.Arrays;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.exception.FlywayValidateException;

/** The schema of the database, which Flyway's migrations make. */
final class Schema {

  private Schema() {}

  /** How the schema of a file compares with that of this version. */
  enum Version {
    /** The file has the schema of this version, or an older one that this version can migrate. */
    USABLE,
    /** Another version of Task Agent, probably a newer one, wrote the file. */
    FOREIGN,
    /** The file has no schema of Task Agent. */
    NONE
  }

  /**
   * Brings the schema up to date.
   *
   * @throws DatabaseUnusable if this is not possible, with the reason
   */
  static void migrate(Path file, DataSource source) {
    try {
      flyway(source).migrate();
    } catch (FlywayValidateException e) {
      throw new DatabaseUnusable(
          file
              + " was written by another version of Task Agent, probably a newer one."
              + " Use that version, or choose another folder with --data.",
          e);
    } catch (FlywayException e) {
      throw new DatabaseUnusable(file + " cannot be used: " + Sql.reason(e) + ".", e);
    }
  }

  /**
   * Returns how the schema compares with that of this version. Writes nothing.
   *
   * @throws FlywayException if the file cannot be read
   */
  static Version version(DataSource source) {
    var applied = flyway(source).info().applied();
    if (applied.length == 0) {
      return Version.NONE;
    }
    return Arrays.stream(applied)
            .allMatch(each -> each.getState().isResolved() && each.isChecksumMatching())
        ? Version.USABLE
        : Version.FOREIGN;
  }

  private static Flyway flyway(DataSource source) {
    return Flyway.configure(Schema.class.getClassLoader())
        .dataSource(source)
        .locations("classpath:taskagent/embedded/migration")
        .ignoreMigrationPatterns(new String[0]) // a later version's migrations are not ignored
        .load();
  }
}
