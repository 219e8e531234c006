package taskagent.app.client;

import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Converts the id of a task, workflow or user, so that it can stand in a path as it is. */
final class IdArgument implements ITypeConverter<String> {

  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]*");
  private static final String WORKFLOW = "task-workflow-";

  @Override
  public String convert(String text) {
    if (!FORM.matcher(text).matches()) {
      throw new TypeConversionException(
          "'" + text + "' is not an id: one has letters, digits, - and _ only");
    }
    return text;
  }

  /** Returns true if the id is that of a workflow. */
  static boolean ofWorkflow(String id) {
    return id.startsWith(WORKFLOW);
  }

  /** Returns the id of the first workflow of a task. */
  static String workflowOf(String task) {
    return WORKFLOW + task;
  }
}
