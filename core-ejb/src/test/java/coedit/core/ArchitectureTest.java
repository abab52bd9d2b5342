package coedit.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.concurrent.TimeUnit;

/** The walls inside this module; Maven guards those between modules. */
@AnalyzeClasses(packages = "coedit", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule jakartaEeStaysInTheShell =
      noClasses()
          .that()
          .resideInAPackage("coedit.core..")
          .and()
          .resideOutsideOfPackage("coedit.core.ejb..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("jakarta..", "org.eclipse.microprofile..");

  @ArchTest
  static final ArchRule hazelcastStaysBehindItsPort =
      noClasses()
          .that()
          .resideInAPackage("coedit.core..")
          .and()
          .resideOutsideOfPackage("coedit.core.cluster.hazelcast..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.hazelcast..");

  @ArchTest
  static final ArchRule thePortsToTheStoreKnowNoDatabase =
      noClasses()
          .that()
          .resideInAPackage("coedit.persistence..")
          .and()
          .resideOutsideOfPackage("coedit.persistence.jpa..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "jakarta..", "java.sql..", "javax.sql..", "org.eclipse.persistence..");

  @ArchTest
  static final ArchRule theCoreKnowsNoPluginNoWebAndNoDatabase =
      noClasses()
          .that()
          .resideInAPackage("coedit.core..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "coedit.web..",
              "coedit.plugin..",
              "coedit.persistence.jpa..",
              "jakarta.persistence..");

  @ArchTest
  static final ArchRule plainPackagesDoNotLookIntoTheShell =
      noClasses()
          .that()
          .resideInAPackage("coedit.core..")
          .and()
          .resideOutsideOfPackages("coedit.core.ejb..", "coedit.core.cluster.hazelcast..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("coedit.core.ejb..", "coedit.core.cluster.hazelcast..");

  @ArchTest
  static final ArchRule theDoorToTheCoreShowsNothingOfTheInside =
      noClasses()
          .that()
          .resideInAPackage("coedit.core.service..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "coedit.core.room..",
              "coedit.core.lane..",
              "coedit.core.sequence..",
              "coedit.core.commit..",
              "coedit.core.cluster..",
              "coedit.core.member..",
              "coedit.core.ejb..");

  @ArchTest
  static final ArchRule sequencingAndCommittingAreBelowLanesAndRooms =
      noClasses()
          .that()
          .resideInAnyPackage(
              "coedit.core.sequence..", "coedit.core.commit..", "coedit.core.mailbox..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("coedit.core.lane..", "coedit.core.room..", "coedit.core.member..");

  @ArchTest
  static final ArchRule nothingSleepsButTheCommittersThread =
      noClasses()
          .that()
          .resideInAPackage("coedit.core..")
          .and()
          .doNotHaveFullyQualifiedName("coedit.core.commit.Committer")
          .should()
          .callMethod(Thread.class, "sleep", long.class)
          .orShould()
          .callMethod(TimeUnit.class, "sleep", long.class);
}
