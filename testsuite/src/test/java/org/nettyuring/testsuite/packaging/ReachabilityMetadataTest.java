// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.netty.channel.Channel;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What native images are told (GraalVM's reachability metadata) is there, and is all that is reached by name. */
class ReachabilityMetadataTest {
    private static final String NATIVE = "transport-uring-native";
    private static final String TRANSPORT = "transport-uring";
    private static final Path FFM = Artifacts.PROJECT.resolve(NATIVE).resolve("src/main/java22");
    private static final Pattern BY_NAME = Pattern.compile(
            "Class\\.forName|getMethod\\(|findConstructor\\(|findVirtual\\("
            + "|findStatic\\(|findVarHandle\\(|newUpdater\\(|getResource|Native\\.register\\(|ServiceLoader\\.");
    private static final Pattern DOWNCALL = Pattern.compile(
            "=\\s*(?:function|variadic)\\(\\s*\"\\w+\", (?:(\\d+), )?((?:int|long)\\.class.*?)\\);", Pattern.DOTALL);

    private static JsonObject metadata(String module) throws IOException {
        return JsonParser.parseString(Files.readString(Artifacts.PROJECT.resolve(module).resolve(
                "src/main/resources/META-INF/native-image/org.nettyuring/" + module + "/reachability-metadata.json")))
                .getAsJsonObject();
    }

    private static List<JsonObject> objects(JsonElement array) {
        return array == null ? List.of() : array.getAsJsonArray().asList().stream().map(JsonElement::getAsJsonObject)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {NATIVE, TRANSPORT})
    void shouldNameOnlyWhatThereIs(String module) throws Exception {
        for (JsonObject entry : objects(metadata(module).get("reflection"))) {
            String name = entry.get("type").getAsString();
            if (name.startsWith("org.nettyuring.sys.ffm.")) {
                assertThat(FFM.resolve(name.replace('.', '/') + ".java")).exists();
                continue;
            }
            Class<?> type = Class.forName(name, false, getClass().getClassLoader());
            Set<String> members = members(type);
            for (JsonObject method : objects(entry.get("methods"))) {
                boolean newer = name.equals("java.lang.Module"); // its method is there since 22
                assertThat(newer || members.contains(signature(method))).as("%s of %s", method, name).isTrue();
            }
            for (JsonObject field : objects(entry.get("fields"))) {
                assertThat(type.getDeclaredField(field.get("name").getAsString())).isNotNull();
            }
        }
        for (JsonObject resource : objects(metadata(module).get("resources"))) {
            String glob = resource.get("glob").getAsString();
            assertThat(getClass().getClassLoader().getResource(glob)).as(glob).isNotNull();
        }
    }

    private static Set<String> members(Class<?> type) {
        return Stream.concat(
                Arrays.stream(type.getDeclaredConstructors())
                        .map(constructor -> "<init>" + names(constructor.getParameterTypes())),
                Arrays.stream(type.getDeclaredMethods())
                        .map(method -> method.getName() + names(method.getParameterTypes())))
                .collect(Collectors.toSet());
    }

    private static List<String> names(Class<?>[] types) {
        return Arrays.stream(types).map(Class::getTypeName).toList();
    }

    private static String signature(JsonObject method) {
        JsonArray types = method.getAsJsonArray("parameterTypes");
        return method.get("name").getAsString()
                + types.asList().stream().map(JsonElement::getAsString).toList();
    }

    /** Netty's bootstraps make channels by their constructors without arguments. */
    @Test
    void shouldNameEveryChannelThatABootstrapMakes() throws Exception {
        List<String> channels = new ClassFileImporter().importPackages("org.nettyuring.channel").stream()
                .filter(type -> type.isAssignableTo(Channel.class) && type.getModifiers().contains(JavaModifier.PUBLIC)
                        && !type.getModifiers().contains(JavaModifier.ABSTRACT) && !type.isInterface())
                .filter(type -> type.tryGetConstructor().isPresent())
                .map(JavaClass::getName).toList();
        assertThat(channels).hasSizeGreaterThan(5);
        assertThat(objects(metadata(TRANSPORT).get("reflection")).stream()
                .filter(entry -> objects(entry.get("methods")).stream().map(method -> signature(method)).toList()
                        .contains("<init>[]"))
                .map(entry -> entry.get("type").getAsString())).containsAll(channels);
    }

    @Test
    void shouldNameEveryFunctionThatJnaBinds() throws Exception {
        Class<?> libc = Class.forName("org.nettyuring.sys.jna.JnaLibc", false, getClass().getClassLoader());
        Set<String> bound = Arrays.stream(libc.getDeclaredMethods())
                .filter(method -> Modifier.isNative(method.getModifiers()))
                .map(method -> method.getName() + names(method.getParameterTypes())).collect(Collectors.toSet());
        JsonObject entry = objects(metadata(NATIVE).get("reflection")).stream()
                .filter(type -> type.get("type").getAsString().equals(libc.getName())).findFirst().orElseThrow();
        assertThat(objects(entry.get("methods")).stream().map(method -> signature(method)))
                .as("functions in reachability-metadata.json").containsExactlyInAnyOrderElementsOf(bound);
    }

    @Test
    void shouldDescribeEveryDowncallOfTheForeignBinding() throws Exception {
        String source = Files.readString(FFM.resolve("org/nettyuring/sys/ffm/FfmLibc.java"))
                .replaceAll("//[^\n]*", "");
        Set<String> made = new TreeSet<>();
        Matcher matcher = DOWNCALL.matcher(source);
        while (matcher.find()) {
            List<String> types = Arrays.stream(matcher.group(2).split(","))
                    .map(type -> "j" + type.strip().replace(".class", "")).toList();
            made.add(types.get(0) + types.subList(1, types.size()) + " variadic from " + matcher.group(1));
        }
        List<String> described = new ArrayList<>();
        for (JsonObject call : objects(metadata(NATIVE).getAsJsonObject("foreign").get("downcalls"))) {
            JsonObject options = call.getAsJsonObject("options");
            assertThat(options.get("captureCallState").getAsBoolean()).as("errno of %s", call).isTrue();
            JsonElement variadic = options.get("firstVariadicArg");
            described.add(call.get("returnType").getAsString()
                    + call.getAsJsonArray("parameterTypes").asList().stream().map(JsonElement::getAsString).toList()
                    + " variadic from " + (variadic == null ? null : variadic.getAsString()));
        }
        assertThat(made).hasSizeGreaterThan(10);
        assertThat(described).as("downcalls in reachability-metadata.json").containsExactlyInAnyOrderElementsOf(made);
    }

    /** A source that comes new into this list needs an entry in the metadata of its module. */
    @Test
    void shouldKnowEverySourceThatReachesSomethingByName() throws Exception {
        Set<String> reaching = new TreeSet<>();
        for (String module : List.of(NATIVE, TRANSPORT)) {
            try (Stream<Path> files = Files.walk(Artifacts.PROJECT.resolve(module).resolve("src/main"))) {
                for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
                    if (BY_NAME.matcher(Files.readString(file)).find()) {
                        reaching.add(file.getFileName().toString().replace(".java", ""));
                    }
                }
            }
        }
        assertThat(reaching).as("sources with an entry in reachability-metadata.json").containsExactlyInAnyOrder(
                "Doctor", "JvmFacts", "NativeSyscalls", "JnaLibc", "PeerCredentialsFactory", "RingPromise");
    }
}
