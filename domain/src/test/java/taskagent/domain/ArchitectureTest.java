package taskagent.domain;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the domain may know and use. Every package named here is checked to exist and not to be
 * empty, so that no rule passes on nothing.
 */
final class ArchitectureTest {

  /** Each package of the domain, and which other ones it may use. */
  private static final Map<String, List<String>> MAY_USE =
      Map.of(
          "taskagent.domain", List.of(),
          "taskagent.domain.task", List.of("taskagent.domain"),
          "taskagent.domain.conversation", List.of("taskagent.domain"),
          "taskagent.domain.saga", List.of(),
          "taskagent.domain.processing",
              List.of("taskagent.domain", "taskagent.domain.task", "taskagent.domain.saga"),
          "taskagent.domain.port",
              List.of(
                  "taskagent.domain.task",
                  "taskagent.domain.conversation",
                  "taskagent.domain.processing"),
          "taskagent.domain.engine",
              List.of(
                  "taskagent.domain.task",
                  "taskagent.domain.saga",
                  "taskagent.domain.processing",
                  "taskagent.domain.port"));

  private static final JavaClasses DOMAIN =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("taskagent.domain");

  private static final ArchRule NEEDS_ONLY_JAVA =
      classes()
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage("java..", "taskagent.domain..", "org.jspecify.."))
          .because("the core must run wherever there is a JVM");

  private static final ArchRule TOUCHES_NOTHING_OUTSIDE =
      noClasses()
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                  "java.io..",
                  "java.net..",
                  "java.nio.file..",
                  "java.sql..",
                  "java.util.logging..",
                  "java.lang.reflect..",
                  "java.util.random..",
                  "java.util.concurrent.."))
          .orShould()
          .dependOnClassesThat(
              nameMatching(
                  "java\\.lang\\.(System|Thread|Runtime|Process.*|System\\$Logger)"
                      + "|java\\.util\\.(Random|Timer|TimerTask)"
                      + "|java\\.security\\.SecureRandom"))
          .because("the core decides; time, chance, threads and files are the engines'");

  private static final ArchRule IS_TOLD_TIME_AND_IDS =
      noClasses()
          .should()
          .callMethod(UUID.class, "randomUUID")
          .orShould()
          .callMethod(Math.class, "random")
          .orShould()
          .dependOnClassesThat(resideInAPackage("java.time..").and(nameMatching(".*Clock.*")))
          .orShould()
          .callMethodWhere(target(owner(resideInAPackage("java.time.."))).and(target(name("now"))))
          .because("time and ids come in as input, the same on every replay");

  private static final ArchRule DECIDES_IN_A_FIXED_ORDER =
      noClasses()
          .should()
          .dependOnClassesThat(nameMatching("java\\.util\\.(Map|Set|HashMap|HashSet)"))
          .because("their order differs from one start to the next, and replay would too");

  private static ArchRule uses(String from, List<String> allowed) {
    var packages = Stream.concat(Stream.of(from), allowed.stream()).toArray(String[]::new);
    return noClasses()
        .that()
        .resideInAPackage(from)
        .should()
        .dependOnClassesThat(
            resideInAPackage("taskagent.domain..").and(not(resideInAnyPackage(packages))));
  }

  private static JavaClasses classesOf(String name) {
    var found = DOMAIN.that(resideInAPackage(name));
    assertThat(found)
        .as("classes in %s", name)
        .filteredOn(type -> !type.getSimpleName().equals("package-info"))
        .isNotEmpty();
    return found;
  }

  static Stream<String> packages() {
    return MAY_USE.keySet().stream().sorted();
  }

  @ParameterizedTest
  @MethodSource("packages")
  void everyPackageThatARuleNamesExistsAndIsNotEmpty(String name) {
    classesOf(name);
  }

  @Test
  void aPackageThatIsEmptyIsNoticed() {
    assertThatThrownBy(() -> classesOf("taskagent.domain.nosuch"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("taskagent.domain.nosuch");
    assertThatThrownBy(() -> uses("taskagent.domain.nosuch", List.of()).check(DOMAIN))
        .as("a rule that applies to nothing")
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void everyPackageOfTheDomainHasItsRule() {
    assertThat(DOMAIN.stream().map(JavaClass::getPackageName).distinct())
        .containsExactlyInAnyOrderElementsOf(MAY_USE.keySet());
  }

  @ParameterizedTest
  @MethodSource("packages")
  void aPackageUsesOnlyThoseThatItMay(String name) {
    uses(name, MAY_USE.getOrDefault(name, List.of())).check(DOMAIN);
  }

  @Test
  void noPackagesUseEachOtherInACircle() {
    SlicesRuleDefinition.slices()
        .matching("taskagent.domain.(*)")
        .should()
        .beFreeOfCycles()
        .check(DOMAIN);
  }

  @Test
  void theDomainNeedsNothingButJava() {
    NEEDS_ONLY_JAVA.check(DOMAIN);
  }

  @Test
  void theDomainTouchesNothingOutside() {
    TOUCHES_NOTHING_OUTSIDE.check(DOMAIN);
  }

  @Test
  void theDomainIsToldTimeAndIds() {
    IS_TOLD_TIME_AND_IDS.check(DOMAIN);
  }

  @Test
  void whatDecidesForSagasDoesSoInAFixedOrder() {
    for (var name :
        List.of(
            "taskagent.domain.saga", "taskagent.domain.processing", "taskagent.domain.engine")) {
      DECIDES_IN_A_FIXED_ORDER.check(classesOf(name));
    }
  }

  @Test
  void whatIsStaticOrShownToOthersDoesNotChange() {
    fields().that().areStatic().or().areNotPrivate().should().beFinal().check(DOMAIN);
  }

  @Test
  void namesAreOfTheFieldAndNotOfPatterns() {
    noClasses()
        .should()
        .haveNameMatching(".*(Impl|Manager|Helper|Utils?|Port|DTO|Bean)$")
        .check(DOMAIN);
    methods().should().haveNameNotMatching("get[A-Z].*").check(DOMAIN);
  }

  /** Does everything that the rules forbid. */
  static final class Offender {
    private static int counter;

    static String offend() throws InterruptedException {
      Thread.sleep(0);
      System.out.println(Clock.systemUTC().instant());
      counter++;
      return Instant.now() + UUID.randomUUID().toString() + Set.of(counter) + Math.random();
    }
  }

  @Test
  void theRulesBite() {
    assertFinds(TOUCHES_NOTHING_OUTSIDE, "java.lang.Thread.sleep", "java.lang.System.out");
    assertFinds(
        IS_TOLD_TIME_AND_IDS,
        "java.time.Instant.now",
        "java.time.Clock",
        "java.util.UUID.randomUUID",
        "java.lang.Math.random");
    assertFinds(DECIDES_IN_A_FIXED_ORDER, "java.util.Set.of");
    var needy = new ClassFileImporter().importClasses(ArchitectureTest.class);
    assertThatThrownBy(() -> NEEDS_ONLY_JAVA.check(needy)).isInstanceOf(AssertionError.class);
  }

  private static void assertFinds(ArchRule rule, String... offences) {
    var offender = new ClassFileImporter().importClasses(Offender.class);
    assertThatThrownBy(() -> rule.check(offender))
        .isInstanceOf(AssertionError.class)
        .satisfies(found -> assertThat(found.getMessage()).contains(offences));
  }
}
