// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.simulation;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Loads this project's classes anew, those in a directory from there; everything else comes from the parent. */
final class MutantLoader extends ClassLoader {
    /** Classes as they are, for the next mutant. */
    private static final Map<String, byte[]> READ = new ConcurrentHashMap<>();

    private final Path patched;

    MutantLoader(Path patched) {
        super("mutant", MutantLoader.class.getClassLoader());
        this.patched = patched;
        setDefaultAssertionStatus(true);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded != null) {
                return loaded;
            }
            return name.startsWith("org.nettyuring.") ? findClass(name) : super.loadClass(name, resolve);
        }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        try {
            byte[] bytes = read(name.replace('.', '/') + ".class");
            return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    private byte[] read(String resource) throws IOException {
        Path file = patched.resolve(resource);
        if (Files.exists(file)) {
            return Files.readAllBytes(file);
        }
        byte[] bytes = READ.get(resource);
        if (bytes == null) {
            try (InputStream in = getParent().getResourceAsStream(resource)) {
                if (in == null) {
                    throw new IOException("no such class: " + resource);
                }
                bytes = in.readAllBytes();
            }
            READ.put(resource, bytes);
        }
        return bytes;
    }
}
