// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.file;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import io.netty.channel.IoEventLoop;
import io.netty.util.concurrent.Future;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/**
 * Opens files with other settings than {@link IoUringFile#open} has. Immutable: each {@code with…} is another opener.
 * Any thread.
 */
public final class FileOpener {
    /** What one file gets of a loop's worker threads by default. */
    static final int DEFAULT_MAX_IN_FLIGHT = 16;
    /** {@code rw-rw-rw-}, of which the process's umask takes away. */
    private static final int DEFAULT_MODE = 0666;
    private static final FileOpener DEFAULT =
            new FileOpener(ByteBufAllocator.DEFAULT, DEFAULT_MODE, DEFAULT_MAX_IN_FLIGHT);

    private final ByteBufAllocator alloc;
    private final int mode;
    private final int maxInFlight;

    private FileOpener(ByteBufAllocator alloc, int mode, int maxInFlight) {
        this.alloc = alloc;
        this.mode = mode;
        this.maxInFlight = maxInFlight;
    }

    /** {@return the opener of {@link IoUringFile#open}} */
    public static FileOpener defaults() {
        return DEFAULT;
    }

    /**
     * Sets where copies of heap buffers come from, and what is read where the kernel does not choose buffers.
     *
     * @param allocator default: Netty's
     * @return another opener
     */
    public FileOpener withAllocator(ByteBufAllocator allocator) {
        return new FileOpener(requireNonNull(allocator, "allocator"), mode, maxInFlight);
    }

    /**
     * Sets the permissions of files that are created, of which the umask takes away.
     *
     * @param permissions default: reading and writing, for all
     * @return another opener
     */
    public FileOpener withPermissions(Set<PosixFilePermission> permissions) {
        return new FileOpener(alloc, IoUringFiles.mode(permissions), maxInFlight);
    }

    /**
     * Sets how many operations of one file the kernel holds at a time; more wait, in order. There are fewer while other
     * files have the loop's worker threads ({@code workers} of the loop's configuration): half of these at most.
     *
     * @param operations at least 1; default 16
     * @return another opener
     */
    public FileOpener withMaxInFlight(int operations) {
        if (operations < 1) {
            throw new IllegalArgumentException("maxInFlight: " + operations + " (expected: >= 1)");
        }
        return new FileOpener(alloc, mode, operations);
    }

    /**
     * Opens a file: {@code IORING_OP_OPENAT2}, since 5.6.
     *
     * @param loop an io_uring event loop, on which the file's futures complete
     * @param path absolute, or relative to the working directory
     * @param options as of {@code FileChannel.open}, and {@link IoUringOpenOption}
     * @return the file, owned by the caller. Fails with an {@link org.nettyuring.sys.ErrnoException}
     * @throws IllegalArgumentException if the loop is another transport's, or options exclude each other
     */
    public Future<IoUringFile> open(EventLoop loop, Path path, OpenOption... options) {
        FileHandle handle = new FileHandle(uring(loop), path.toString(), alloc, maxInFlight);
        OpenOp op = new OpenOp(handle, handle, new OpenFlags(Set.of(options), mode));
        handle.onLoop(() -> {
            if (handle.registerFor(op)) {
                handle.begin(op);
            }
        }, () -> op.refuse(handle.closed(op.call)));
        return op.promise();
    }

    /**
     * Opens a file below a directory, on the directory's loop.
     *
     * @param directory opened with {@link IoUringOpenOption#DIRECTORY}; may be closed once the future is done
     * @param path relative to the directory; {@link IoUringOpenOption#BENEATH} keeps it below
     * @param options as of {@link #open}
     * @return as of {@link #open}
     */
    public Future<IoUringFile> openAt(IoUringFile directory, String path, OpenOption... options) {
        FileHandle of = directory.handle();
        FileHandle handle = new FileHandle(of.loop(), path, alloc, maxInFlight);
        return of.start(new OpenOp(of, handle, new OpenFlags(Set.of(options), mode)));
    }

    /** {@return the loop, if it is one of ours} */
    static IoEventLoop uring(EventLoop loop) {
        if (loop instanceof IoEventLoop io && io.isCompatible(FileHandle.class)) {
            return io;
        }
        throw new IllegalArgumentException(
                "loop: " + loop + " (expected: a loop of IoUringEventLoopGroup, or with IoUringIoHandler)");
    }
}
