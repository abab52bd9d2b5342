package coedit.web;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The walls of STYLE.md, section 1, inside and around this module. */
class ArchitectureTest {

  private final JavaClasses classes =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("coedit.web");

  @Test
  void knowsNeitherStoreNorClusterNorPlugins() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "coedit.persistence..",
            "coedit.plugin..",
            "com.hazelcast..",
            "jakarta.persistence..",
            "java.sql..",
            "javax.sql..")
        .check(classes);
  }

  @Test
  void entersTheCoreByItsDoorOnly() {
    noClasses()
        .should()
        .dependOnClassesThat(
            new DescribedPredicate<>("the core behind its door") {
              @Override
              public boolean test(JavaClass type) {
                return type.getPackageName().startsWith("coedit.core")
                    && !type.getPackageName().equals("coedit.core.service");
              }
            })
        .check(classes);
  }

  @Test
  void readsAndWritesMessagesWithoutSocketsOrContainer() {
    noClasses()
        .that()
        .resideInAPackage("coedit.web.protocol..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("jakarta..", "coedit.web.socket..", "coedit.web.auth..")
        .check(classes);
  }

  @Test
  void signsPeopleInWithoutKnowingOfSockets() {
    noClasses()
        .that()
        .resideInAPackage("coedit.web.auth..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("coedit.web.socket..", "coedit.web.protocol..")
        .check(classes);
  }

  /** A clock on the wall can be set; it is for what is written down or compared elsewhere. */
  @Test
  void measuresHowLongSomethingTakesByTimeThatPasses() {
    noClasses()
        .that()
        .resideInAPackage("coedit.web.auth..")
        .and()
        .haveNameNotMatching(".*\\.(AuthWiring|Sign\\w+|Tickets|ExternalTokens)(\\$.*)?")
        .should()
        .dependOnClassesThat()
        .haveNameMatching("java\\.time\\.(Clock|Instant|InstantSource)")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .check(classes);
  }
}
