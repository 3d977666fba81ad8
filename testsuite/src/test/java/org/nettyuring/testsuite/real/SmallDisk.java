// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A tmpfs that is soon full. It is mounted in a child process's own view of the file systems, where it ends with the
 * child, and the child with this process; others reach it through the child's root.
 */
final class SmallDisk implements AutoCloseable {
    private static final List<List<String>> OWN_MOUNTS = List.of(List.of("unshare", "--mount"),
            List.of("unshare", "--user", "--map-root-user", "--mount"));
    private static final String MOUNTED = "mounted";
    private static final String SCRIPT =
            "mount -t tmpfs -o size=$1 tmpfs \"$0\" && echo " + MOUNTED + " && read untilTheEnd";

    private final Process process;
    private final Path root;

    private SmallDisk(Process process, Path mountPoint) {
        this.process = process;
        root = Path.of("/proc/" + process.pid() + "/root" + mountPoint);
    }

    /**
     * Mounts.
     *
     * @param bytes what it has room for
     * @param mountPoint an absolute path of a directory
     * @return nothing where this process may not
     */
    static Optional<SmallDisk> mount(int bytes, Path mountPoint) throws IOException {
        for (List<String> ownMounts : OWN_MOUNTS) {
            List<String> command = new ArrayList<>(ownMounts);
            command.addAll(List.of("sh", "-c", SCRIPT, mountPoint.toString(), Integer.toString(bytes)));
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            SmallDisk disk = new SmallDisk(process, mountPoint);
            BufferedReader output = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
            if (MOUNTED.equals(output.readLine())) {
                return Optional.of(disk);
            }
            disk.close();
        }
        return Optional.empty();
    }

    /** {@return the directory} */
    Path root() {
        return root;
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        process.onExit().join();
        process.getInputStream().close();
    }
}
