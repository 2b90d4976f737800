package io.meshtwin.app;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/**
 * The arrows of docs/architecture/README.md, as far as Maven's modules do not hold them already.
 */
@AnalyzeClasses(packages = "io.meshtwin", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
  private static final String[] PURE = {"io.meshtwin.twin..", "io.meshtwin.simulator.."};

  @ArchTest
  static final ArchRule theCoreKnowsNoOutsideWorld =
      noClasses()
          .that()
          .resideInAnyPackage(PURE)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                      "org.apache.kafka..",
                      "io.fabric8..",
                      "io.envoyproxy..",
                      "io.grpc..",
                      "java.io..",
                      "java.net..",
                      "java.nio.file..",
                      "java.lang.Thread",
                      "java.util.logging..",
                      "org.slf4j..")
                  .or(assignableTo(java.io.InputStream.class))
                  // Bytes in memory are no input; the JDK reads certificates in no other form.
                  .and(not(type(java.io.ByteArrayInputStream.class)))
                  // Jackson declares it for bytes in memory, too.
                  .and(not(type(java.io.IOException.class)))
                  // An address that is read from a literal asks nobody.
                  .and(not(type(java.net.InetAddress.class))))
          .because(
              "twin and simulator are pure; do the input or output in ingest, proxy-bridge or app"
                  + " and hand the values in");

  @ArchTest
  static final ArchRule theCoreHasNoClockAndNoThreads =
      noClasses()
          .that()
          .resideInAnyPackage(PURE)
          .should()
          .callMethod(java.time.Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(Thread.class)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(java.util.concurrent.Executor.class)
          .because("the same input gives the same answer; pass the time in, and thread in app");

  @ArchTest
  static final ArchRule dumpsAreReadWithoutEnvoysTypes =
      noClasses()
          .that()
          .resideInAPackage("io.meshtwin.bridge.dump..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.envoyproxy..", "com.google.protobuf..", "io.grpc..")
          .because("a field of a newer Envoy must be seen, and a command must start fast");

  @ArchTest
  static final ArchRule simulatorAndBridgeReadTheSameRoutingAndNotEachOther =
      noClasses()
          .that()
          .resideInAPackage("io.meshtwin.simulator..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.meshtwin.bridge..")
          .because("what both need belongs to twin/routing");

  @ArchTest
  static final ArchRule routingIsALeaf =
      noClasses()
          .that()
          .resideInAPackage("io.meshtwin.twin.routing..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.meshtwin.twin.resolve..",
              "io.meshtwin.twin.resource..",
              "io.meshtwin.twin.image..",
              "io.meshtwin.twin.graph..")
          .because("its readers should know no Kubernetes object; copy what they need into it");

  @ArchTest
  static final ArchRule theDialectIsReadInResolveOnly =
      noClasses()
          .that()
          .resideInAnyPackage("io.meshtwin.twin.routing..", "io.meshtwin.bridge.xds..")
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("io.meshtwin.twin.resolve.Dialect")
          .because("a choice between implementations is made once, in twin/resolve");

  @ArchTest
  static final ArchRule nobodyReachesIntoTheWiring =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.meshtwin.app..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.meshtwin.app..")
          .because("app wires the rooms; what a room needs from it is handed in");

  @ArchTest
  static final ArchRule whatIsPrintedKnowsNoCommand =
      noClasses()
          .that()
          .resideInAnyPackage("io.meshtwin.app.json..", "io.meshtwin.app.report..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.meshtwin.app.cli..", "picocli..")
          .because("a report is text made of values; the command gives it width and colours");

  @ArchTest
  static final ArchRule documentsKnowNoReport =
      noClasses()
          .that()
          .resideInAPackage("io.meshtwin.app.json..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.meshtwin.app.report..")
          .because("tables may print what documents say, never the other way round");

  @ArchTest
  static final ArchRule packagesOfTheTwinHaveNoCycles =
      slices().matching("io.meshtwin.twin.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule namesSayWhatAThingIs =
      classes()
          .should()
          .haveSimpleNameNotEndingWith("Manager")
          .andShould()
          .haveSimpleNameNotEndingWith("Helper")
          .andShould()
          .haveSimpleNameNotEndingWith("Utils")
          .andShould()
          .haveSimpleNameNotEndingWith("Impl")
          .because("such a name hides the concept; see CONTRIBUTING.md");
}
