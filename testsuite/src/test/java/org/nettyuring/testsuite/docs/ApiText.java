// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.docs;

import java.io.IOException;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What others may call, as sorted text: a line per type, and below it one per member that is public or protected. */
final class ApiText {
    /** Reached by name only; OSGi does not export them either. */
    private static final List<String> INTERNAL = List.of("org.nettyuring.sys.jna", "org.nettyuring.sys.ffm");
    private static final String CLASS = ".class";
    private static final String INDENT = "  ";

    private ApiText() {}

    /**
     * Reads compiled classes.
     *
     * @param project the directory of the project
     * @return the lines of each package, by its name
     */
    static Map<String, List<String>> read(Path project) throws IOException {
        Map<String, TreeMap<String, List<String>>> types = new TreeMap<>();
        for (String module : List.of("transport-uring-native", "transport-uring")) {
            Path classes = project.resolve(module).resolve("target/classes");
            try (Stream<Path> files = Files.walk(classes.resolve("org"))) {
                for (Path file : files.filter(path -> path.toString().endsWith(CLASS)).toList()) {
                    Class<?> type = load(classes.relativize(file).toString());
                    if (isOpen(type) && !INTERNAL.contains(type.getPackageName())) {
                        types.computeIfAbsent(type.getPackageName(), name -> new TreeMap<>())
                                .put(type.getName(), of(type));
                    }
                }
            }
        }
        Map<String, List<String>> lines = new TreeMap<>();
        types.forEach((name, texts) -> lines.put(name, texts.values().stream().flatMap(List::stream).toList()));
        return lines;
    }

    private static Class<?> load(String file) {
        String name = file.substring(0, file.length() - CLASS.length()).replace('/', '.');
        try {
            return Class.forName(name, false, ApiText.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new AssertionError("not on the class path, but in target/classes: " + name, e);
        }
    }

    /** {@return a line for a type and one for each member, what it inherits from hidden types among them} */
    static List<String> of(Class<?> type) {
        Collection<String> members = new TreeSet<>();
        for (Class<?> part = type; part != null && (part == type || isHidden(part)); part = part.getSuperclass()) {
            Class<?> declaring = part;
            Stream.of(part.getDeclaredFields()).filter(field -> isOpen(type, field))
                    .forEach(field -> members.add(INDENT + deprecation(field) + text(field)));
            Stream.of(part.getDeclaredMethods()).filter(method -> isOpen(type, method))
                    .forEach(method -> members.add(INDENT + deprecation(method) + text(method)));
            if (part == type) {
                Stream.of(part.getDeclaredConstructors()).filter(constructor -> isOpen(type, constructor))
                        .forEach(constructor -> members.add(INDENT + deprecation(constructor)
                                + text(constructor, declaring)));
            }
        }
        List<String> lines = new ArrayList<>();
        lines.add(deprecation(type) + head(type));
        lines.addAll(members);
        return lines;
    }

    private static String head(Class<?> type) {
        int modifiers = type.getModifiers() & ~(Modifier.STATIC | Modifier.INTERFACE);
        String kind = type.isAnnotation() ? "@interface" : type.isInterface() ? "interface" : type.isEnum() ? "enum"
                : type.isRecord() ? "record" : "class";
        Collection<String> interfaces = new TreeSet<>(interfaces(type));
        Class<?> above = type.getSuperclass();
        Type parent = type.getGenericSuperclass();
        while (above != null && isHidden(above)) {
            interfaces.addAll(interfaces(above));
            parent = above.getGenericSuperclass();
            above = above.getSuperclass();
        }
        boolean plain = above == null || above == Object.class || type.isEnum() || type.isRecord();
        return spaced(Modifier.toString(modifiers & (type.isInterface() ? ~Modifier.ABSTRACT : ~0)))
                + (type.isSealed() ? "sealed " : "") + kind + " " + type.getName() + variables(type.getTypeParameters())
                + (plain ? "" : " extends " + parent.getTypeName())
                + (interfaces.isEmpty() ? "" : (type.isInterface() ? " extends " : " implements ")
                        + String.join(", ", interfaces));
    }

    /** {@return what a type implements, without what nobody else can name} */
    private static List<String> interfaces(Class<?> type) {
        Class<?>[] plain = type.getInterfaces();
        List<String> names = names(type.getGenericInterfaces());
        return IntStream.range(0, plain.length).filter(i -> !isHidden(plain[i])).mapToObj(names::get).toList();
    }

    private static String text(Field field) {
        return spaced(Modifier.toString(field.getModifiers() & ~(Modifier.VOLATILE | Modifier.TRANSIENT)))
                + field.getGenericType().getTypeName() + " " + field.getName();
    }

    private static String text(Method method) {
        return modifiers(method) + (method.isDefault() ? "default " : "")
                + spaced(variables(method.getTypeParameters())) + method.getGenericReturnType().getTypeName() + " "
                + method.getName() + call(method);
    }

    private static String text(Constructor<?> constructor, Class<?> type) {
        return modifiers(constructor) + spaced(variables(constructor.getTypeParameters())) + type.getSimpleName()
                + call(constructor);
    }

    private static String modifiers(Executable executable) {
        return spaced(Modifier.toString(executable.getModifiers() & (Modifier.PUBLIC | Modifier.PROTECTED
                | Modifier.ABSTRACT | Modifier.STATIC | Modifier.FINAL)));
    }

    private static String call(Executable executable) {
        List<String> thrown = names(executable.getGenericExceptionTypes());
        String parameters = String.join(", ", names(executable.getGenericParameterTypes()));
        return "(" + (executable.isVarArgs() ? parameters.replaceFirst("\\[]$", "...") : parameters) + ")"
                + (thrown.isEmpty() ? "" : " throws " + String.join(", ", new TreeSet<>(thrown)));
    }

    private static String variables(TypeVariable<?>[] variables) {
        return variables.length == 0 ? "" : Arrays.stream(variables)
                .map(variable -> variable.getName() + " extends " + String.join(" & ", names(variable.getBounds())))
                .map(text -> text.replace(" extends java.lang.Object", "")).collect(Collectors.joining(", ", "<", ">"));
    }

    private static List<String> names(Type... types) {
        return Arrays.stream(types).map(Type::getTypeName).toList();
    }

    private static String spaced(String word) {
        return word.isEmpty() ? "" : word + " ";
    }

    private static String deprecation(AnnotatedElement element) {
        return element.isAnnotationPresent(Deprecated.class) ? "@Deprecated " : "";
    }

    /** {@return whether another package may name a type} */
    private static boolean isOpen(Class<?> type) {
        return isOpen(type.getModifiers()) && !type.isSynthetic()
                && (type.getDeclaringClass() == null || isOpen(type.getDeclaringClass()));
    }

    /** {@return whether another package may use a member; what is protected in a final class, nobody may} */
    private static boolean isOpen(Class<?> type, Member member) {
        return isOpen(member.getModifiers()) && !member.isSynthetic()
                && !(Modifier.isProtected(member.getModifiers()) && Modifier.isFinal(type.getModifiers()));
    }

    private static boolean isOpen(int modifiers) {
        return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
    }

    /** {@return whether a type is one of ours that others know by its subclasses only} */
    private static boolean isHidden(Class<?> type) {
        return type.getName().startsWith("org.nettyuring.") && !isOpen(type);
    }
}
