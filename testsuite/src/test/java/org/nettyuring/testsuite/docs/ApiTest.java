// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What others may call changes only together with {@code docs/api}. */
public class ApiTest { // public, so that what is public in it is
    @Test
    void shouldBeTheInterfaceThatIsDocumented() throws Exception {
        assertThat(Files.isDirectory(Document.PROJECT.resolve("docs/api"))).isTrue();
        assertThat(ApiBaseline.changes(Document.PROJECT))
                .as("changes of the interface (- gone, + new). If they are meant: ./dev api --renew").isEmpty();
    }

    @Test
    void shouldNameTypesAndMembersThatAreGoneOrNew() {
        Map<String, List<String>> before = Map.of("org.nettyuring.a",
                List.of("public class org.nettyuring.a.A", "  public void gone()", "  public void stays()"));
        Map<String, List<String>> after = Map.of("org.nettyuring.a",
                List.of("public class org.nettyuring.a.A", "  public int fresh()", "  public void stays()"),
                "org.nettyuring.b", List.of("public interface org.nettyuring.b.B"));
        assertThat(ApiBaseline.changes(before, after)).containsExactlyInAnyOrder(
                "- org.nettyuring.a.A: public void gone()", "+ org.nettyuring.a.A: public int fresh()",
                "+ public interface org.nettyuring.b.B");
        assertThat(ApiBaseline.changes(after, after)).isEmpty();
    }

    @Test
    void shouldListWhatAnotherPackageCanUseOfAType() {
        String name = ApiTest.class.getName();
        assertThat(ApiText.of(Open.class)).containsExactly(
                "public abstract class " + name + "$Open<T extends java.lang.Number> implements java.io.Closeable",
                "  @Deprecated public static final int LIMIT",
                "  protected Open()",
                "  protected abstract <V> java.util.List<V> list(java.util.Map<java.lang.String, V>, long...)",
                "  public void close() throws java.io.IOException");
        assertThat(ApiText.of(Closed.class)).as("what is protected in a final class, nobody can use").containsExactly(
                "public final class " + name + "$Closed extends " + name + "$Open<java.lang.Integer>");
    }

    /** Not ours to list: its members belong to those that extend it. */
    private abstract static class Hidden implements Closeable {
        @Override
        public void close() throws IOException {
            throw new IOException();
        }

        void notListed() {}
    }

    /** With a member of each kind. */
    public abstract static class Open<T extends Number> extends Hidden {
        /** Replaced. */
        @Deprecated
        public static final int LIMIT = 1;

        /** For subclasses. */
        protected Open() {}

        /** Takes and gives. */
        protected abstract <V> List<V> list(Map<String, V> values, long... numbers);
    }

    /** Without a way in. */
    public static final class Closed extends Open<Integer> {
        private Closed() {}

        @Override
        protected <V> List<V> list(Map<String, V> values, long... numbers) {
            return List.of();
        }
    }
}
