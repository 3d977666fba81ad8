// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.lifecycle;

import static org.nettyuring.abi.LinuxConstants.O_CLOEXEC;
import static org.nettyuring.abi.LinuxConstants.O_CREAT;
import static org.nettyuring.abi.LinuxConstants.O_RDWR;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.nettyuring.sys.Syscalls;
import org.nettyuring.testsuite.kernel.FakeKernel;

/** Files of a scene: in a directory of its own or, of the fake kernel, in its file system. */
final class SceneFiles {
    private static final int MODE = 0600;
    private static final byte[] CONTENT = new byte[5000];

    private final Syscalls kernel;
    /** Null on the real kernel. */
    private final FakeKernel fake;
    /** Made when it is needed; never on the fake kernel. */
    private Path directory;

    SceneFiles(Syscalls kernel) {
        this.kernel = kernel;
        fake = kernel instanceof FakeKernel playing ? playing : null;
    }

    String path(String name) {
        if (fake != null) {
            return "/" + name;
        }
        try {
            directory = directory == null ? Files.createTempDirectory("scene") : directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return directory.resolve(name).toString();
    }

    /** Makes a file, and tells its path. */
    String put(String name) {
        String path = path(name);
        if (fake != null) {
            fake.fileSystem().put(path, CONTENT);
        } else {
            try {
                Files.write(Path.of(path), CONTENT);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return path;
    }

    /**
     * Opens a file for reading and writing.
     *
     * @param pathAddress its path, with a zero
     */
    int open(long pathAddress) {
        int fd = kernel.open(pathAddress, O_RDWR | O_CREAT | O_CLOEXEC, MODE);
        if (fd < 0) {
            throw new AssertionError("open: " + fd);
        }
        return fd;
    }

    /** The fake kernel's device answers nothing, or again. */
    void hold(boolean held) {
        fake.fileSystem().hold(held);
    }

    /** Removes them, and checks that nobody has one open. */
    void close() {
        if (directory == null) {
            return;
        }
        try (DirectoryStream<Path> open = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path fd : open) {
                check(fd);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                Files.delete(entry);
            }
            Files.delete(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void check(Path fd) {
        Path target;
        try {
            target = Files.readSymbolicLink(fd);
        } catch (IOException e) {
            return; // closed meanwhile
        }
        if (target.startsWith(directory)) {
            throw new AssertionError("open: " + target);
        }
    }
}
