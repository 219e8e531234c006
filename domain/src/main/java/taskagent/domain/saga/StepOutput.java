package taskagent.domain.saga;

/** What a step gave for the steps after it. It is in the journal, but not in the record. */
public record StepOutput(String step, String value) {

  /** The most bytes of an output, because it is in the journal and in the input of later steps. */
  public static final int BYTES_AT_MOST = 64 * 1024;
}
