package taskagent.domain.run;

/** Identifies one run of a saga. */
public record RunId(String value) {

  @Override
  public String toString() {
    return value;
  }
}
