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

import com.tngtech.archunit.ArchConfiguration;
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
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The allowed dependencies of the domain. The tests check that each package named here exists and
 * is not empty, because a rule about an empty package always passes.
 */
final class ArchitectureTest {

  /** Each package of the domain, and the packages that it may use. */
  private static final Map<String, List<String>> MAY_USE =
      Map.ofEntries(
          Map.entry("taskagent.domain", List.of()),
          Map.entry("taskagent.domain.access", List.of("taskagent.domain")),
          Map.entry(
              "taskagent.domain.task", List.of("taskagent.domain", "taskagent.domain.access")),
          Map.entry("taskagent.domain.conversation", List.of("taskagent.domain")),
          Map.entry("taskagent.domain.saga", List.of("taskagent.domain")),
          Map.entry("taskagent.domain.run", List.of("taskagent.domain.saga")),
          Map.entry(
              "taskagent.domain.processing",
              List.of(
                  "taskagent.domain",
                  "taskagent.domain.task",
                  "taskagent.domain.saga",
                  "taskagent.domain.run")),
          Map.entry(
              "taskagent.domain.port",
              List.of(
                  "taskagent.domain.access",
                  "taskagent.domain.task",
                  "taskagent.domain.conversation",
                  "taskagent.domain.saga",
                  "taskagent.domain.run",
                  "taskagent.domain.processing")),
          Map.entry(
              "taskagent.domain.engine",
              List.of(
                  "taskagent.domain",
                  "taskagent.domain.task",
                  "taskagent.domain.conversation",
                  "taskagent.domain.saga",
                  "taskagent.domain.run",
                  "taskagent.domain.processing",
                  "taskagent.domain.port")),
          Map.entry(
              "taskagent.domain.explain",
              List.of(
                  "taskagent.domain.task", "taskagent.domain.saga", "taskagent.domain.processing")),
          Map.entry(
              "taskagent.domain.audit",
              List.of(
                  "taskagent.domain.access",
                  "taskagent.domain.bulk",
                  "taskagent.domain.task",
                  "taskagent.domain.conversation",
                  "taskagent.domain.saga",
                  "taskagent.domain.run",
                  "taskagent.domain.processing",
                  "taskagent.domain.port")),
          Map.entry(
              "taskagent.domain.view",
              List.of(
                  "taskagent.domain.access",
                  "taskagent.domain.audit",
                  "taskagent.domain.task",
                  "taskagent.domain.saga",
                  "taskagent.domain.run",
                  "taskagent.domain.processing")),
          Map.entry(
              "taskagent.domain.bulk",
              List.of(
                  "taskagent.domain.task",
                  "taskagent.domain.saga",
                  "taskagent.domain.run",
                  "taskagent.domain.port",
                  "taskagent.domain.engine")),
          Map.entry(
              "taskagent.domain.guard",
              List.of(
                  "taskagent.domain.access",
                  "taskagent.domain.audit",
                  "taskagent.domain.bulk",
                  "taskagent.domain.task",
                  "taskagent.domain.conversation",
                  "taskagent.domain.saga",
                  "taskagent.domain.run",
                  "taskagent.domain.processing",
                  "taskagent.domain.port",
                  "taskagent.domain.view")));

  private static final JavaClasses DOMAIN =
      withoutDependencies(
          importer ->
              importer
                  .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                  .importPackages("taskagent.domain"));

  private static final ArchRule NEEDS_ONLY_JAVA =
      classes()
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage("java..", "taskagent.domain..", "org.jspecify.."))
          .because("the core must run on every JVM");

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
          .because("the core only decides; engines handle time, randomness, threads and files");

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
          .because("time and ids are inputs, so that every replay gets the same values");

  private static final ArchRule DECIDES_IN_A_FIXED_ORDER =
      noClasses()
          .should()
          .dependOnClassesThat(nameMatching("java\\.util\\.(Map|Set|HashMap|HashSet)"))
          .because(
              "their order differs between two runs of the JVM, and a replay would differ too");

  /** Imports classes without reading the classes of the JDK and of libraries that they use. */
  private static JavaClasses withoutDependencies(
      Function<ClassFileImporter, JavaClasses> importing) {
    return ArchConfiguration.withThreadLocalScope(
        configuration -> {
          configuration.setResolveMissingDependenciesFromClassPath(false);
          return importing.apply(new ClassFileImporter());
        });
  }

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
  void aRuleForAnEmptyPackageFails() {
    assertThatThrownBy(() -> classesOf("taskagent.domain.nosuch"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("taskagent.domain.nosuch");
    assertThatThrownBy(() -> uses("taskagent.domain.nosuch", List.of()).check(DOMAIN))
        .as("a rule that applies to no class")
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void everyPackageOfTheDomainHasARule() {
    assertThat(DOMAIN.stream().map(JavaClass::getPackageName).distinct())
        .containsExactlyInAnyOrderElementsOf(MAY_USE.keySet());
  }

  @ParameterizedTest
  @MethodSource("packages")
  void aPackageUsesOnlyAllowedPackages(String name) {
    uses(name, MAY_USE.getOrDefault(name, List.of())).check(DOMAIN);
  }

  @Test
  void packagesHaveNoCyclicDependencies() {
    SlicesRuleDefinition.slices()
        .matching("taskagent.domain.(*)")
        .should()
        .beFreeOfCycles()
        .check(DOMAIN);
  }

  @Test
  void theDomainDependsOnlyOnJava() {
    NEEDS_ONLY_JAVA.check(DOMAIN);
  }

  @Test
  void theDomainUsesNoInputOutputThreadsOrRandomness() {
    TOUCHES_NOTHING_OUTSIDE.check(DOMAIN);
  }

  @Test
  void theDomainReceivesTimeAndIdsAsInput() {
    IS_TOLD_TIME_AND_IDS.check(DOMAIN);
  }

  @Test
  void codeThatDecidesForSagasHasAFixedOrder() {
    for (var name :
        List.of(
            "taskagent.domain.saga",
            "taskagent.domain.run",
            "taskagent.domain.processing",
            "taskagent.domain.bulk",
            "taskagent.domain.engine")) {
      DECIDES_IN_A_FIXED_ORDER.check(classesOf(name));
    }
  }

  @Test
  void staticAndVisibleFieldsAreFinal() {
    fields().that().areStatic().or().areNotPrivate().should().beFinal().check(DOMAIN);
  }

  @Test
  void namesAreDomainTermsAndNotPatternNames() {
    noClasses()
        .should()
        .haveNameMatching(".*(Impl|Manager|Helper|Utils?|Port|DTO|Bean)$")
        .check(DOMAIN);
    methods().should().haveNameNotMatching("get[A-Z].*").check(DOMAIN);
  }

  /** Violates the rules. */
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
  void theRulesDetectViolations() {
    assertFinds(TOUCHES_NOTHING_OUTSIDE, "java.lang.Thread.sleep", "java.lang.System.out");
    assertFinds(
        IS_TOLD_TIME_AND_IDS,
        "java.time.Instant.now",
        "java.time.Clock",
        "java.util.UUID.randomUUID",
        "java.lang.Math.random");
    assertFinds(DECIDES_IN_A_FIXED_ORDER, "java.util.Set.of");
    var needy = withoutDependencies(importer -> importer.importClasses(ArchitectureTest.class));
    assertThatThrownBy(() -> NEEDS_ONLY_JAVA.check(needy)).isInstanceOf(AssertionError.class);
  }

  private static void assertFinds(ArchRule rule, String... offences) {
    var offender = withoutDependencies(importer -> importer.importClasses(Offender.class));
    assertThatThrownBy(() -> rule.check(offender))
        .isInstanceOf(AssertionError.class)
        .satisfies(found -> assertThat(found.getMessage()).contains(offences));
  }
}
