package dev.heir.integration;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The house stands as ARCHITECTURE draws it: which rooms there are, and which way the arrows run. */
class ArchitectureTest {

    private static final String ROOT = "dev.heir.integration.";
    private static final List<String> FOUNDATION = List.of("provider", "strike");
    private static final List<String> CAPABILITIES = List.of(
            "access", "call", "cache", "credential", "quota", "scrape", "health", "knowledge", "assign", "report");
    private static final List<String> ADAPTERS = List.of("persistence", "outbound", "queue");
    private static final List<String> ENTRIES = List.of("function", "rest");

    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.heir.integration");

    private static String[] rooms(List<String> names) {
        return names.stream().map(name -> ROOT + name + "..").toArray(String[]::new);
    }

    private static List<String> all(List<?>... groups) {
        return Stream.of(groups).flatMap(List::stream).map(String.class::cast).toList();
    }

    @Test
    void every_room_named_in_a_rule_exists_and_no_room_is_left_out_of_the_rules() {
        Set<String> found = HOUSE.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> name.startsWith(ROOT))
                .map(name -> name.substring(ROOT.length()).split("\\.", 2)[0])
                .collect(Collectors.toSet());
        assertThat(found).containsExactlyInAnyOrderElementsOf(all(FOUNDATION, CAPABILITIES, ADAPTERS, ENTRIES));
    }

    @Test
    void rooms_do_not_depend_on_each_other_in_circles() {
        slices().matching(ROOT + "(*)..").should().beFreeOfCycles().check(HOUSE);
    }

    @Test
    void the_foundation_uses_only_the_jdk() {
        classes()
                .that()
                .resideInAnyPackage(rooms(FOUNDATION))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        Stream.concat(Stream.of(rooms(FOUNDATION)), Stream.of("java..", "org.jspecify.annotations"))
                                .toArray(String[]::new))
                .check(HOUSE);
    }

    @Test
    void capabilities_know_neither_adapters_nor_entries() {
        noClasses()
                .that()
                .resideInAnyPackage(rooms(CAPABILITIES))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(rooms(all(ADAPTERS, ENTRIES)))
                .check(HOUSE);
    }

    @Test
    void adapters_know_neither_entries_nor_each_other() {
        noClasses()
                .that()
                .resideInAnyPackage(rooms(ADAPTERS))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(rooms(ENTRIES))
                .check(HOUSE);
        for (String adapter : ADAPTERS) {
            List<String> others =
                    ADAPTERS.stream().filter(other -> !other.equals(adapter)).toList();
            noClasses()
                    .that()
                    .resideInAPackage(ROOT + adapter + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(rooms(others))
                    .check(HOUSE);
        }
    }

    @Test
    void entries_never_reach_past_a_capability_into_an_adapter() {
        noClasses()
                .that()
                .resideInAnyPackage(rooms(ENTRIES))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(rooms(ADAPTERS))
                .check(HOUSE);
    }

    @Test
    void only_the_clock_bean_asks_what_time_it_is() {
        noClasses()
                .that(not(simpleName("SystemClock")))
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Clock.class, "systemUTC")
                .orShould()
                .callMethod(Clock.class, "systemDefaultZone")
                .orShould()
                .callMethod(LocalDate.class, "now")
                .orShould()
                .callMethod(LocalDateTime.class, "now")
                .orShould()
                .callMethod(ZonedDateTime.class, "now")
                .orShould()
                .callMethod(OffsetDateTime.class, "now")
                .check(HOUSE);
    }

    @Test
    void fault_tolerance_annotations_stand_only_at_the_outbound_edge() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "outbound..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.eclipse.microprofile.faulttolerance..", "io.smallrye.faulttolerance..")
                .check(HOUSE);
    }

    @Test
    void jpa_and_sql_stay_in_persistence() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "persistence..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "jakarta.persistence..",
                        "jakarta.transaction..",
                        "java.sql..",
                        "javax.sql..",
                        "org.hibernate..",
                        "io.quarkus.hibernate..",
                        "io.agroal..",
                        "org.postgresql..",
                        "org.flywaydb..")
                .check(HOUSE);
    }

    @Test
    void http_clients_stay_in_outbound() {
        // The loopback door of the functions speaks to our own server, never to the outside.
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "outbound..")
                .and(not(simpleName("LoopbackDoor")))
                .should()
                .dependOnClassesThat(simpleName("HttpClient")
                        .or(simpleName("HttpClientRequest"))
                        .or(simpleName("WebClient"))
                        .or(simpleName("HttpURLConnection"))
                        .or(simpleName("URLConnection"))
                        .or(simpleName("Socket")))
                .check(HOUSE);
    }

    @Test
    void every_room_says_its_duty() {
        Set<String> described = HOUSE.stream()
                .filter(type -> type.getSimpleName().equals("package-info"))
                .map(JavaClass::getPackageName)
                .collect(Collectors.toSet());
        Set<String> rooms = HOUSE.stream().map(JavaClass::getPackageName).collect(Collectors.toSet());
        assertThat(described).containsAll(rooms);
    }

    @Test
    void every_resource_is_known_to_who_tells_what_its_paths_are_for() {
        JavaClass routes = HOUSE.get(ROOT + "rest.Routes");
        assertThat(HOUSE.stream()
                        .filter(each -> each.isAnnotatedWith("jakarta.ws.rs.Path"))
                        .filter(each -> !each.getSimpleName().startsWith("Proxy")))
                .allSatisfy(resource -> assertThat(routes.getReferencedClassObjects())
                        .extracting(known -> known.getRawType().getName())
                        .contains(resource.getName()));
    }

    /** One that does not is for nobody: better told here than by a 403. */
    @Test
    void every_route_says_whom_it_admits() {
        assertThat(HOUSE.stream()
                        .flatMap(type -> type.getMethods().stream())
                        .filter(method -> method.isMetaAnnotatedWith("jakarta.ws.rs.HttpMethod")))
                .hasSizeGreaterThan(40)
                .allSatisfy(route -> assertThat(route.isAnnotatedWith(ROOT + "rest.Admits")
                                || route.isAnnotatedWith(ROOT + "rest.AdmitsAnybody"))
                        .as(route.getFullName())
                        .isTrue());
    }

    /** Or whoever accepts something else is answered in it, after all is done. What passes bytes on says so itself. */
    @Test
    void every_resource_says_what_it_gives() {
        classes()
                .that()
                .areAnnotatedWith("jakarta.ws.rs.Path")
                .and()
                .haveSimpleNameNotStartingWith("Proxy")
                .should(new ArchCondition<JavaClass>("say what they produce") {
                    @Override
                    public void check(JavaClass resource, ConditionEvents events) {
                        boolean says = resource.isAnnotatedWith("jakarta.ws.rs.Produces")
                                || resource.getMethods().stream()
                                        .filter(method -> method.isAnnotatedWith("jakarta.ws.rs.GET"))
                                        .allMatch(method -> method.isAnnotatedWith("jakarta.ws.rs.Produces"));
                        events.add(new SimpleConditionEvent(resource, says, resource.getName()));
                    }
                })
                .check(HOUSE);
    }
}
