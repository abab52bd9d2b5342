package coedit.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The walls inside this module; Maven guards those between modules. */
class ArchitectureTest {

  static final ArchRule jakartaEeStaysInTheShell =
      noClasses()
          .that()
          .resideInAPackage("coedit.core..")
          .and()
          .resideOutsideOfPackage("coedit.core.ejb..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("jakarta..", "org.eclipse.microprofile..");

  static final ArchRule hazelcastStaysBehindItsPort =
      noClasses()
          .that()
          .resideInAPackage("coedit.core..")
          .and()
          .resideOutsideOfPackage("coedit.core.cluster.hazelcast..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.hazelcast..");

  static final ArchRule thePortsToTheStoreKnowNoDatabase =
      noClasses()
          .that()
          .resideInAPackage("coedit.persistence")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "jakarta..", "java.sql..", "javax.sql..", "org.eclipse.persistence..");

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

  static final ArchRule plainPackagesDoNotLookIntoTheShell =
      noClasses()
          .that()
          .resideInAPackage("coedit.core..")
          .and()
          .resideOutsideOfPackages("coedit.core.ejb..", "coedit.core.cluster.hazelcast..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("coedit.core.ejb..", "coedit.core.cluster.hazelcast..");

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

  static final ArchRule sequencingAndCommittingAreBelowLanesAndRooms =
      noClasses()
          .that()
          .resideInAnyPackage(
              "coedit.core.sequence..", "coedit.core.commit..", "coedit.core.mailbox..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("coedit.core.lane..", "coedit.core.room..", "coedit.core.member..");

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

  /**
   * A wall clock may be set by anybody at any time; a lane stamps operations with it, by its host.
   */
  static final ArchRule whatIsWaitedForIsNotTimedByTheWallClock =
      noClasses()
          .that()
          .resideInAnyPackage(
              "coedit.core.room..",
              "coedit.core.cluster..",
              "coedit.core.commit..",
              "coedit.core.mailbox..",
              "coedit.core.presence..",
              "coedit.core.sequence..",
              "coedit.core.store..")
          .should()
          .dependOnClassesThat()
          .haveNameMatching("java\\.time\\.(Clock|Instant|InstantSource)")
          .orShould()
          .callMethod(System.class, "currentTimeMillis");

  /** Checked here and not by ArchUnit's own engine, which the build does not run. */
  @Test
  void theWallsStand() {
    JavaClasses classes =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("coedit");
    List.of(
            jakartaEeStaysInTheShell,
            hazelcastStaysBehindItsPort,
            thePortsToTheStoreKnowNoDatabase,
            theCoreKnowsNoPluginNoWebAndNoDatabase,
            plainPackagesDoNotLookIntoTheShell,
            theDoorToTheCoreShowsNothingOfTheInside,
            sequencingAndCommittingAreBelowLanesAndRooms,
            nothingSleepsButTheCommittersThread,
            whatIsWaitedForIsNotTimedByTheWallClock)
        .forEach(rule -> rule.check(classes));
  }
}
