// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.arch;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the table of directions: who may know whom (docs/ARCHITECTURE.md). */
class DirectionsTest {

    private static final String ROOT = "org.nettyuring.";
    private static final List<String> ROOMS =
            List.of("abi", "memory", "sys", "ring", "op", "loop", "buffer", "channel", "file", "stream",
                    "metrics");

    /** Each room and the rooms that it may import, beside itself. */
    private static final String TABLE = """
            abi     |
            memory  | abi
            sys     | memory abi
            ring    | sys memory abi
            metrics |
            op      | ring sys memory abi metrics
            buffer  | op ring sys memory abi metrics
            loop    | op buffer ring sys memory abi metrics
            channel | loop op buffer ring sys memory abi metrics
            file    | loop op buffer ring sys memory abi metrics
            stream  | channel loop op buffer ring sys memory abi metrics
            """;
    private static final Pattern ARROW = Pattern.compile("(?m)^ +([a-z]+) --> ([a-z]+)$");

    private static JavaClasses product;
    private static JavaClasses tests;

    @BeforeAll
    static void importClasses() {
        product = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("org.nettyuring")
                .that(not(resideInAnyPackage(ROOT + "testsuite..", ROOT + "examples..")));
        tests = new ClassFileImporter()
                .withImportOption(new ImportOption.OnlyIncludeTests())
                .importPackages("org.nettyuring");
    }

    @Test
    void shouldSeeTheProduct() {
        assertThat(product).as("classes of the two product modules").isNotEmpty();
        assertThat(tests).as("classes of this module's tests").isNotEmpty();
    }

    /** Each room and the rooms that it may import, beside itself. */
    @ParameterizedTest(name = "{0} knows only {1}")
    @MethodSource("table")
    void shouldPointDownwardsOnly(String room, Set<String> known) {
        List<String> forbidden = new ArrayList<>(ROOMS);
        forbidden.remove(room);
        forbidden.removeAll(known);
        check(noClasses().that().resideInAPackage(ROOT + room + "..")
                .should().dependOnClassesThat().resideInAnyPackage(
                        forbidden.stream().map(other -> ROOT + other + "..").toArray(String[]::new)));
    }

    static Stream<Arguments> table() {
        return TABLE.lines().map(row -> row.split("\\|")).map(cells -> Arguments.of(cells[0].strip(), cells.length == 1
                || cells[1].isBlank() ? Set.of() : new TreeSet<>(List.of(cells[1].strip().split(" +")))));
    }

    /** What can be reached over arrows is what the table allows. */
    @Test
    void shouldBeDrawnAsTheTableSays() throws IOException {
        Map<String, Set<String>> drawn = new TreeMap<>();
        ROOMS.forEach(room -> drawn.put(room, new TreeSet<>()));
        Matcher arrows = ARROW.matcher(Files.readString(Path.of("..", "docs", "ARCHITECTURE.md")));
        while (arrows.find()) {
            drawn.get(arrows.group(1)).add(arrows.group(2));
        }
        for (int i = 0; i < ROOMS.size(); i++) {
            drawn.values().forEach(known -> List.copyOf(known).forEach(room -> known.addAll(drawn.get(room))));
        }
        Map<String, Set<?>> allowed = new TreeMap<>();
        table().forEach(row -> allowed.put((String) row.get()[0], Set.copyOf((Set<?>) row.get()[1])));
        assertThat(drawn).as("the house in docs/ARCHITECTURE.md").isEqualTo(allowed);
    }

    @Test
    void shouldShowChannelsOnlyTheCapabilitiesOfTheRing() {
        check(noClasses().that().resideInAPackage(ROOT + "channel..")
                .should().dependOnClassesThat(resideInAPackage(ROOT + "ring..")
                        .and(not(nameMatching("org\\.nettyuring\\.ring\\.(RingCapabilities|Feature)(\\$.*)?")))));
    }

    @Test
    void shouldKeepEachBindingInItsPackage() {
        check(noClasses().that().resideOutsideOfPackage(ROOT + "sys.jna..")
                .should().dependOnClassesThat().resideInAPackage("com.sun.jna.."));
        check(noClasses().that().resideOutsideOfPackage(ROOT + "sys.ffm..")
                .should().dependOnClassesThat().resideInAPackage("java.lang.foreign.."));
        check(noClasses().that().resideOutsideOfPackages(ROOT + "sys..", ROOT + "ring..")
                .should().dependOnClassesThat().resideInAnyPackage(ROOT + "sys.jna..", ROOT + "sys.ffm.."));
    }

    @Test
    void shouldKeepNettyOutOfTheNativeModule() {
        check(noClasses().that().resideInAnyPackage(ROOT + "abi..", ROOT + "memory..", ROOT + "sys..", ROOT + "ring..")
                .should().dependOnClassesThat().resideInAPackage("io.netty.."));
    }

    @Test
    void shouldUseOnlySupportedInterfacesOfTheJdk() {
        check(noClasses().should().dependOnClassesThat()
                .resideInAnyPackage("sun.misc..", "sun.nio..", "jdk.internal.."));
    }

    @Test
    void shouldUseOfOtherTransportsOnlyTheirPublicPlainJavaTypes() {
        check(noClasses().should().dependOnClassesThat().resideInAPackage("io.netty.channel.uring.."));
        check(noClasses().that(not(nameMatching(".*\\.TransportParts(\\$.*)?")))
                .should().dependOnClassesThat().resideInAPackage("io.netty.channel.epoll.."));
        String nativeTypes = "(Socket|Buffer|IovArray|NativeInetAddress|Unix|Errors)";
        check(noClasses().should().dependOnClassesThat(nameMatching("io\\.netty\\.channel\\.unix\\." + nativeTypes)));
    }

    /** {@code UnixChannel} has the type in its signature; everything else that it can do needs Netty's own library. */
    @Test
    void shouldUseNettysFileDescriptorOnlyAsANumber() {
        check(noClasses().should().callMethodWhere(describe("needs Netty's native library", call ->
                call.getTargetOwner().isEquivalentTo(FileDescriptor.class)
                        && !call.getTarget().getName().equals("intValue"))));
    }

    @Test
    void shouldLiveInANamedRoom() {
        check(classes().should().resideInAnyPackage(
                ROOMS.stream().map(room -> ROOT + room + "..").toArray(String[]::new)));
    }

    @Test
    void shouldEnterTheKernelThroughOneDoor() {
        List<JavaMethodCall> doors = product.stream()
                .filter(not(resideInAPackage(ROOT + "sys..")))
                .flatMap(type -> type.getMethodCallsFromSelf().stream())
                .filter(call -> call.getTarget().getName().equals("ioUringEnter"))
                .toList();
        assertThat(doors).as("call sites of io_uring_enter").hasSizeLessThanOrEqualTo(1);
    }

    /** A class in both trees would be one class in the jar and another in a directory (docs/adr/0001). */
    @Test
    void shouldOnlyAddClassesForNewerJava() throws IOException {
        Path sources = Path.of("..", "transport-uring-native", "src", "main");
        Path added = sources.resolve("java22");
        assumeTrue(Files.isDirectory(added), "no source tree for Java 22");
        try (Stream<Path> files = Files.walk(added)) {
            assertThat(files.filter(Files::isRegularFile))
                    .allSatisfy(file -> assertThat(sources.resolve("java").resolve(added.relativize(file)))
                            .doesNotExist());
        }
    }

    @Test
    void shouldNameTestsAsSentences() {
        ArchRule rule = methods().that().areAnnotatedWith(Test.class)
                .or().areAnnotatedWith(ParameterizedTest.class)
                .and().areDeclaredInClassesThat().resideInAPackage("org.nettyuring..")
                .should().haveNameMatching("should[A-Z].*")
                .because("a test's name says what the code should do");
        rule.allowEmptyShould(true).check(tests);
    }

    private static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(product);
    }
}
