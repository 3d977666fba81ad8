// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.nettyuring.channel.IoUring;
import org.osgi.framework.Bundle;
import org.osgi.framework.launch.Framework;

/** The product jars, and what they need, as bundles of an OSGi framework; and a bundle that serves with them. */
@Timeout(90)
class OsgiTest {
    @TempDir
    private Path directory;

    @Test
    void shouldResolveAndServeInAnOsgiFramework() throws Exception {
        assumeTrue(IoUring.isAvailable(), () -> "io_uring: " + IoUring.unavailabilityCause());
        List<Path> bundles = new ArrayList<>(Artifacts.products());
        bundles.addAll(Artifacts.libraries());
        bundles.add(userBundle());
        List<String> arguments = new ArrayList<>(Artifacts.nativeAccess());
        arguments.addAll(List.of("-cp", Artifacts.path(List.of(Artifacts.testClasses(),
                Artifacts.library("org.apache.felix.framework"))), Launcher.class.getName(),
                directory.resolve("cache").toString()));
        bundles.forEach(bundle -> arguments.add(bundle.toUri().toString()));
        assertThat(Artifacts.java(directory, arguments)).contains("echoed: 100000", "received: 200000", "ended");
    }

    /** {@return a bundle with {@link PackagedEcho}} */
    private Path userBundle() throws Exception {
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.putValue("Bundle-ManifestVersion", "2");
        main.putValue("Bundle-SymbolicName", "user.program");
        main.putValue("Bundle-Version", "1.0.0");
        main.putValue("Import-Package", "io.netty.bootstrap,io.netty.buffer,io.netty.channel,io.netty.channel.socket,"
                + "io.netty.util,io.netty.util.concurrent,org.nettyuring.channel,org.nettyuring.metrics");
        return Artifacts.program(directory.resolve("user.jar"), manifest);
    }

    /** Runs the last of some bundles in a framework: in a process of its own, so that nothing comes from elsewhere. */
    static final class Launcher {
        private Launcher() {}

        public static void main(String[] args) throws Exception {
            Framework framework = new FrameworkFactory().newFramework(Map.of(
                    "org.osgi.framework.storage", args[0], "org.osgi.framework.storage.clean", "onFirstInit"));
            framework.start();
            List<Bundle> bundles = new ArrayList<>();
            for (int i = 1; i < args.length; i++) {
                bundles.add(framework.getBundleContext().installBundle(args[i]));
            }
            for (Bundle bundle : bundles) {
                bundle.start(); // says what is missing, if it cannot be resolved
            }
            run(bundles.get(bundles.size() - 1));
            framework.stop();
            framework.waitForStop(0);
        }

        private static void run(Bundle bundle) throws IOException, ReflectiveOperationException {
            bundle.loadClass(PackagedEcho.class.getName()).getMethod("main", String[].class)
                    .invoke(null, (Object) new String[0]);
        }
    }
}
