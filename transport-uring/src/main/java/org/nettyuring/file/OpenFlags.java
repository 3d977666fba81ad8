// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.file;

import static org.nettyuring.abi.LinuxConstants.O_APPEND;
import static org.nettyuring.abi.LinuxConstants.O_CLOEXEC;
import static org.nettyuring.abi.LinuxConstants.O_CREAT;
import static org.nettyuring.abi.LinuxConstants.O_DSYNC;
import static org.nettyuring.abi.LinuxConstants.O_EXCL;
import static org.nettyuring.abi.LinuxConstants.O_RDONLY;
import static org.nettyuring.abi.LinuxConstants.O_RDWR;
import static org.nettyuring.abi.LinuxConstants.O_SYNC;
import static org.nettyuring.abi.LinuxConstants.O_TRUNC;
import static org.nettyuring.abi.LinuxConstants.O_WRONLY;

import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import org.nettyuring.abi.FileLayouts.OpenHow;
import org.nettyuring.op.SubmitArena;

/** What open options mean to openat2(2): a {@code struct open_how}. */
final class OpenFlags {
    private static final boolean ARM = System.getProperty("os.arch").equals("aarch64");
    // These differ between architectures.
    private static final int O_DIRECT = ARM ? 0x10000 : 0x4000;
    private static final int O_DIRECTORY = ARM ? 0x4000 : 0x10000;
    private static final int O_NOFOLLOW = ARM ? 0x8000 : 0x20000;

    private final Set<OpenOption> options;
    private final int flags;
    private final int mode;
    private final int resolve;

    /**
     * Translates.
     *
     * @param mode permission bits of a file that is created
     * @throws IllegalArgumentException for options that exclude each other
     * @throws UnsupportedOperationException for an unknown option
     */
    OpenFlags(Set<OpenOption> options, int mode) {
        this.options = new HashSet<>(options);
        boolean append = has(StandardOpenOption.APPEND);
        boolean write = append || has(StandardOpenOption.WRITE);
        if (append && has(StandardOpenOption.TRUNCATE_EXISTING) || append && has(StandardOpenOption.READ)) {
            throw new IllegalArgumentException("APPEND together with READ or TRUNCATE_EXISTING: " + options);
        }
        int bits = O_CLOEXEC | (!write ? O_RDONLY : has(StandardOpenOption.READ) ? O_RDWR : O_WRONLY);
        for (OpenOption option : options) {
            bits |= flag(option, write);
        }
        flags = bits;
        this.mode = (bits & O_CREAT) == 0 ? 0 : mode; // openat2 refuses a mode that means nothing
        resolve = options.stream().mapToInt(option ->
                option instanceof IoUringOpenOption own ? own.resolve() : 0).reduce(0, (a, b) -> a | b);
    }

    private boolean has(OpenOption option) {
        return options.contains(option);
    }

    private static int flag(OpenOption option, boolean write) {
        if (option instanceof StandardOpenOption standard) {
            return switch (standard) {
                case READ, WRITE, SPARSE -> 0;
                case APPEND -> O_APPEND;
                case TRUNCATE_EXISTING -> write ? O_TRUNC : 0;
                case CREATE -> write ? O_CREAT : 0;
                case CREATE_NEW -> write ? O_CREAT | O_EXCL : 0;
                case SYNC -> O_SYNC;
                case DSYNC -> O_DSYNC;
                default -> throw new UnsupportedOperationException(
                        "open option " + option + ": unlink the file once it is open");
            };
        }
        if (option instanceof IoUringOpenOption own) {
            return own == IoUringOpenOption.DIRECT ? O_DIRECT : own == IoUringOpenOption.DIRECTORY ? O_DIRECTORY : 0;
        }
        if (option == LinkOption.NOFOLLOW_LINKS) {
            return O_NOFOLLOW;
        }
        throw new UnsupportedOperationException("open option " + option);
    }

    boolean isDirect() {
        return has(IoUringOpenOption.DIRECT);
    }

    /** Writes the structure at an offset of the arena that was taken; its address. */
    long put(SubmitArena arena, int offset) {
        arena.buffer().putLong(offset + OpenHow.FLAGS_OFFSET, flags);
        arena.buffer().putLong(offset + OpenHow.MODE_OFFSET, mode);
        arena.buffer().putLong(offset + OpenHow.RESOLVE_OFFSET, resolve);
        return arena.address(offset);
    }
}
