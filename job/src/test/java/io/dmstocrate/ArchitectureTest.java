package io.dmstocrate;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import io.dmstocrate.dialect.FailureKind;
import io.dmstocrate.ordering.RowKey;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Who may import whom, as {@code docs/architecture.md} tells it. */
class ArchitectureTest {

    private static final String ROOT = "io.dmstocrate";

    /** For each package the others that it may import. */
    private static final Map<String, Set<String>> MAY_IMPORT =
            Map.ofEntries(
                    Map.entry("dms", Set.of()),
                    Map.entry("config", Set.of()),
                    Map.entry("flow", Set.of("dms")),
                    Map.entry("accounting", Set.of("dms")),
                    Map.entry("wire", Set.of("dms", "flow")),
                    Map.entry("mapping", Set.of("dms", "config")),
                    Map.entry("dialect", Set.of("dms", "mapping")),
                    Map.entry("target", Set.of("dms", "config", "flow", "mapping", "dialect")),
                    Map.entry("source", Set.of("dms", "config", "accounting", "wire")),
                    Map.entry("ordering", Set.of("dms", "config", "flow", "accounting", "wire")),
                    Map.entry(
                            "resolving",
                            Set.of("dms", "flow", "accounting", "wire", "mapping", "ordering")),
                    Map.entry(
                            "schema",
                            Set.of(
                                    "dms", "config", "flow", "wire", "mapping", "dialect",
                                    "target")),
                    Map.entry(
                            "sink",
                            Set.of("dms", "config", "flow", "accounting", "target", "mapping")),
                    Map.entry("cli", Set.of("", "dms", "config", "source", "target")),
                    Map.entry(
                            "",
                            Set.of(
                                    "dms",
                                    "config",
                                    "flow",
                                    "wire",
                                    "mapping",
                                    "target",
                                    "source",
                                    "ordering",
                                    "resolving",
                                    "schema",
                                    "sink")));

    private static final JavaClasses CLASSES =
            new ClassFileImporter().withImportOption(new MainClasses()).importPackages(ROOT);

    /** Generated and compiled classes of main, whichever folder the build puts them in. */
    private static final class MainClasses implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("/test-classes/");
        }
    }

    @TestFactory
    List<DynamicTest> packagesImportOnlyWhatTheyMay() {
        List<DynamicTest> tests = new ArrayList<>();
        new TreeMap<>(MAY_IMPORT)
                .forEach(
                        (name, others) ->
                                tests.add(
                                        DynamicTest.dynamicTest(
                                                name.isEmpty() ? "the root" : name,
                                                () -> checkImports(name, others))));
        return tests;
    }

    private static void checkImports(String name, Set<String> others) {
        DescribedPredicate<JavaClass> allowed =
                not(resideInAPackage(ROOT + "..")).or(resideInAPackage(pattern(name)));
        for (String other : others) {
            allowed = allowed.or(resideInAPackage(pattern(other)));
        }
        classes()
                .that()
                .resideInAPackage(pattern(name))
                .should()
                .onlyDependOnClassesThat(allowed)
                .as((name.isEmpty() ? "the root" : name) + " imports only " + others)
                .check(CLASSES);
    }

    private static String pattern(String name) {
        return name.isEmpty() ? ROOT : ROOT + "." + name + "..";
    }

    @Test
    void everyPackageIsInTheTable() {
        assertThat(CLASSES)
                .allSatisfy(
                        type -> {
                            String[] names =
                                    type.getPackageName().substring(ROOT.length()).split("\\.");
                            assertThat(MAY_IMPORT).containsKey(names.length < 2 ? "" : names[1]);
                        });
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void resolvingTakesNothingButTheKeyFromOrdering() {
        noClasses()
                .that()
                .resideInAPackage(pattern("resolving"))
                .should()
                .dependOnClassesThat(
                        resideInAPackage(pattern("ordering")).and(not(belongToAnyOf(RowKey.class))))
                .check(CLASSES);
    }

    @Test
    void schemaTakesNothingButKindsOfFailuresFromDialect() {
        noClasses()
                .that()
                .resideInAPackage(pattern("schema"))
                .should()
                .dependOnClassesThat(
                        resideInAPackage(pattern("dialect"))
                                .and(not(belongToAnyOf(FailureKind.class))))
                .check(CLASSES);
    }

    @Test
    void onlyTargetSpeaksToDatabases() {
        noClasses()
                .that()
                .resideOutsideOfPackages(pattern("target"), pattern("dialect"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql..", "org.postgresql..")
                .check(CLASSES);
    }

    @Test
    void dialectKnowsOfDatabasesOnlyTheirErrors() {
        noClasses()
                .that()
                .resideInAPackage(pattern("dialect"))
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage("java.sql..", "javax.sql..")
                                .and(not(name(SQLException.class.getName())))
                                .and(not(name(BatchUpdateException.class.getName()))))
                .check(CLASSES);
    }

    @Test
    void onlySourceAndConfigurationKnowAws() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + ".source.kinesis..", pattern("config"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.amazonaws..", "software.amazon..")
                .check(CLASSES);
    }

    @Test
    void whatIsPureKnowsNothingOfFlink() {
        noClasses()
                .that()
                .resideInAnyPackage(pattern("dms"), pattern("flow"), pattern("dialect"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.flink..")
                .check(CLASSES);
    }

    @Test
    void optionsAreAllThatMappingAndConfigurationKnowOfFlink() {
        noClasses()
                .that()
                .resideInAnyPackage(pattern("mapping"), pattern("config"))
                .should()
                .dependOnClassesThat(
                        resideInAPackage("org.apache.flink..")
                                .and(not(resideInAPackage("org.apache.flink.configuration.."))))
                .check(CLASSES);
    }

    @Test
    void nobodyLogsByTheJdk() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.util.logging..")
                .check(CLASSES);
    }
}
