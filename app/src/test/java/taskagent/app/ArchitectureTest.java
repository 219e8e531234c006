package taskagent.app;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import taskagent.domain.port.Notifier;
import taskagent.domain.processing.TaskProcessing;
import taskagent.domain.processing.TaskRequest;
import taskagent.domain.processing.WorkflowResult;
import taskagent.domain.processing.WorkflowRun;

/**
 * Dependencies point inwards: the core knows nobody, adapters know the core, only app knows all.
 */
class ArchitectureTest {

  /** Adapters, none of which may know another. The written form is shared by all of them. */
  private static final List<String> ADAPTERS =
      List.of(
          "taskagent.embedded..",
          "taskagent.dapr..",
          "taskagent.http..",
          "taskagent.outbound..",
          "taskagent.view..",
          "taskagent.access..");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("taskagent");

  /** A rule about a package that does not exist would hold for ever. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "taskagent.domain..",
        "taskagent.json..",
        "taskagent.embedded..",
        "taskagent.dapr..",
        "taskagent.http..",
        "taskagent.outbound..",
        "taskagent.view..",
        "taskagent.access..",
        "taskagent.app..",
        "taskagent.app.client.."
      })
  void thePackagesThatTheRulesNameAreNotEmpty(String name) {
    assertThat(CLASSES.that(resideInAPackage(name))).as(name).hasSizeGreaterThan(3);
  }

  @Test
  void theCoreKnowsNobody() {
    noClasses()
        .that()
        .resideInAPackage("taskagent.domain..")
        .should()
        .dependOnClassesThat()
        .resideOutsideOfPackages("taskagent.domain..", "java..", "org.jspecify..")
        .check(CLASSES);
  }

  @Test
  void theWrittenFormKnowsTheCoreAlone() {
    noClasses()
        .that()
        .resideInAPackage("taskagent.json..")
        .should()
        .dependOnClassesThat()
        .resideOutsideOfPackages(
            "taskagent.json..",
            "taskagent.domain..",
            "java..",
            "com.fasterxml.jackson..",
            "org.jspecify..")
        .check(CLASSES);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "taskagent.embedded..",
        "taskagent.dapr..",
        "taskagent.http..",
        "taskagent.outbound..",
        "taskagent.view..",
        "taskagent.access.."
      })
  void anAdapterKnowsNoOther(String adapter) {
    var others = new ArrayList<>(ADAPTERS);
    assertThat(others.remove(adapter)).isTrue();
    others.add("taskagent.app..");
    noClasses()
        .that()
        .resideInAPackage(adapter)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(others.toArray(String[]::new))
        .check(CLASSES);
  }

  /** An engine stores, wakes and carries out runs of any kind. */
  @ParameterizedTest
  @ValueSource(strings = {"taskagent.embedded..", "taskagent.dapr.."})
  void anEngineDoesNotKnowHowTasksAreProcessed(String engine) {
    noClasses()
        .that()
        .resideInAPackage(engine)
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(
            TaskProcessing.class,
            TaskRequest.class,
            WorkflowRun.class,
            WorkflowResult.class,
            Notifier.class)
        .check(CLASSES);
  }

  /** The commands that call a server have nothing of it but its HTTP API. */
  @Test
  void theClientKnowsNeitherCoreNorAdapters() {
    noClasses()
        .that()
        .resideInAPackage("taskagent.app.client..")
        .should()
        .dependOnClassesThat()
        .resideOutsideOfPackages(
            "taskagent.app.client..",
            "taskagent.json..",
            "java..",
            "javax.net.ssl..",
            "picocli..",
            "com.fasterxml.jackson..",
            "org.jspecify..")
        .check(CLASSES);
  }

  @Test
  void packagesDoNotDependOnEachOtherInCircles() {
    SlicesRuleDefinition.slices()
        .matching("taskagent.(**)")
        .should()
        .beFreeOfCycles()
        .check(CLASSES);
  }
}
