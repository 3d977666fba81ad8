// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Java code in our documents compiles. What it takes for granted is in {@link SnippetScope}. */
class SnippetsTest {
    private static final Pattern BLOCK = Pattern.compile("(?m)^```java\\n(.*?)^```", Pattern.DOTALL);
    private static final String IMPORTS = """
            import static java.nio.file.StandardOpenOption.*;
            import static org.nettyuring.abi.LinuxConstants.*;
            import static org.nettyuring.stream.Blocking.await;
            import io.netty.bootstrap.*;
            import io.netty.buffer.*;
            import io.netty.channel.*;
            import io.netty.util.concurrent.Future;
            import java.nio.file.Path;
            import java.time.Duration;
            import java.util.*;
            import java.util.concurrent.TimeUnit;
            import org.nettyuring.channel.*;
            import org.nettyuring.file.*;
            import org.nettyuring.loop.*;
            import org.nettyuring.loop.IoUringPoll.Trigger;
            import org.nettyuring.metrics.*;
            import org.nettyuring.op.IoPriority;
            import org.nettyuring.stream.*;
            """.replace("\n", " ");

    @TempDir
    private Path directory;

    /** One block, at the lines of its document, so that errors are told where they are. */
    private static final class Snippet extends SimpleJavaFileObject {
        private final String source;

        Snippet(String document, String text, MatchResult block, int number) {
            super(URI.create("string:///Snippet" + number + "/" + document), Kind.SOURCE);
            String linesBefore = text.substring(0, block.start(1)).replaceAll("[^\\n]", "");
            source = IMPORTS + "abstract class Snippet" + number
                    + " extends org.nettyuring.testsuite.docs.SnippetScope { void snippet() throws Exception {"
                    + linesBefore + complete(block.group(1)) + "}}";
        }

        /** What a document leaves out is nothing that a compiler would need. */
        private static String complete(String code) {
            String whole = code.replace("-> …", "-> { }").replaceAll("(?m)^\\s*\\.\\.\\.$", "");
            return whole.strip().endsWith(")") ? whole + ";" : whole;
        }

        @Override
        public boolean isNameCompatible(String simpleName, Kind kind) {
            return kind == Kind.SOURCE;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
        }
    }

    private List<String> errors(String document, String text) throws Exception {
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        assumeTrue(javac != null, "needs a JDK");
        List<JavaFileObject> snippets = new ArrayList<>();
        for (MatchResult block : BLOCK.matcher(text).results().toList()) {
            snippets.add(new Snippet(document, text, block, snippets.size()));
        }
        assertThat(snippets).as("blocks of %s", document).isNotEmpty();
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        try (StandardJavaFileManager files = javac.getStandardFileManager(diagnostics, null, null)) {
            javac.getTask(null, files, diagnostics, List.of("-proc:none", "-implicit:none", "-nowarn",
                    "-d", directory.toString(), "-cp", System.getProperty("surefire.test.class.path",
                            System.getProperty("java.class.path"))), null, snippets).call();
        }
        return diagnostics.getDiagnostics().stream().filter(told -> told.getKind() == Diagnostic.Kind.ERROR)
                .map(told -> document + ":" + told.getLineNumber() + ": " + told.getMessage(null)).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "docs/OPERATIONS.md", "docs/FILES.md", "docs/STREAMS.md", "docs/READINESS.md",
            "docs/LOOPS.md", "docs/METRICS.md"})
    void shouldCompile(String document) throws Exception {
        assertThat(errors(document, Files.readString(Document.PROJECT.resolve(document)))).isEmpty();
    }

    @Test
    void shouldTellWhatIsStaleAndWhere() throws Exception {
        assertThat(errors("stale.md", "text\n\n```java\ngroup.next();\ngroup.submitNowhere(() -> …);\n```\n"))
                .singleElement().asString().startsWith("stale.md:5: ").contains("submitNowhere");
    }
}
