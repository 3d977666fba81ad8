// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.file;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import org.nettyuring.abi.LinuxConstants;

/**
 * Files by name, on an event loop: none of these blocks it. Paths are absolute or relative to the working directory.
 * Futures complete on the loop and fail with an {@link org.nettyuring.sys.ErrnoException} that names path and errno, or
 * with {@link UnsupportedOperationException} where the kernel lacks the operation. Any thread.
 */
public final class IoUringFiles {
    private IoUringFiles() {}

    /**
     * {@return the status of a file, symbolic links followed; since 5.6}
     *
     * @param loop an io_uring event loop
     * @param path the file
     */
    public static Future<FileStatus> statx(EventLoop loop, Path path) {
        FileHandle handle = handle(loop, path);
        return handle.startAlone(
                new StatxOp(handle, LinuxConstants.AT_FDCWD, new PathArgument(handle.path()), 0));
    }

    /**
     * Renames a file, in place of one that has the name.
     *
     * @param loop an io_uring event loop
     * @param from its name
     * @param to its new name, on the same file system
     * @return done when it has the name; since 5.11
     */
    public static Future<Void> rename(EventLoop loop, Path from, Path to) {
        return rename(loop, from, to, 0);
    }

    /**
     * Renames a file as renameat2(2) does.
     *
     * @param loop an io_uring event loop
     * @param from its name
     * @param to its new name
     * @param flags {@code LinuxConstants.RENAME_*}
     * @return done when it has the name; since 5.11
     */
    public static Future<Void> rename(EventLoop loop, Path from, Path to, int flags) {
        FileHandle handle = handle(loop, from);
        PathArgument oldPath = new PathArgument(from.toString());
        PathArgument newPath = new PathArgument(to.toString());
        return handle.startAlone(new CallOp(handle, FileCall.RENAMEAT, (sqe, arena) -> {
            int at = arena.take(oldPath.size() + newPath.size());
            if (at < 0) {
                return false;
            }
            sqe.prepRenameat(LinuxConstants.AT_FDCWD, oldPath.put(arena, at), LinuxConstants.AT_FDCWD,
                    newPath.put(arena, at + oldPath.size()), flags);
            return true;
        }));
    }

    /**
     * Removes the name of a file; the file ends with its last name and descriptor.
     *
     * @param loop an io_uring event loop
     * @param path no directory
     * @return done when it is gone; since 5.11
     */
    public static Future<Void> unlink(EventLoop loop, Path path) {
        return unlink(loop, path, 0);
    }

    /**
     * Removes an empty directory.
     *
     * @param loop an io_uring event loop
     * @param path the directory
     * @return done when it is gone; since 5.11
     */
    public static Future<Void> rmdir(EventLoop loop, Path path) {
        return unlink(loop, path, LinuxConstants.AT_REMOVEDIR);
    }

    private static Future<Void> unlink(EventLoop loop, Path path, int flags) {
        FileHandle handle = handle(loop, path);
        PathArgument argument = new PathArgument(handle.path());
        return handle.startAlone(new CallOp(handle, FileCall.UNLINKAT, (sqe, arena) -> {
            int at = arena.take(argument.size());
            if (at >= 0) {
                sqe.prepUnlinkat(LinuxConstants.AT_FDCWD, argument.put(arena, at), flags);
            }
            return at >= 0;
        }));
    }

    /**
     * Makes a directory.
     *
     * @param loop an io_uring event loop
     * @param path its parent is there, it is not
     * @param permissions of which the umask takes away
     * @return done when it is there; since 5.15
     */
    public static Future<Void> mkdir(EventLoop loop, Path path, Set<PosixFilePermission> permissions) {
        FileHandle handle = handle(loop, path);
        PathArgument argument = new PathArgument(handle.path());
        int mode = mode(permissions);
        return handle.startAlone(new CallOp(handle, FileCall.MKDIRAT, (sqe, arena) -> {
            int at = arena.take(argument.size());
            if (at >= 0) {
                sqe.prepMkdirat(LinuxConstants.AT_FDCWD, argument.put(arena, at), mode);
            }
            return at >= 0;
        }));
    }

    private static FileHandle handle(EventLoop loop, Path path) {
        return new FileHandle(FileOpener.uring(loop), path.toString(), ByteBufAllocator.DEFAULT, 1);
    }

    /** {@return the bits of mode_t} */
    static int mode(Set<PosixFilePermission> permissions) {
        return permissions.stream().mapToInt(IoUringFiles::bit).sum();
    }

    private static int bit(PosixFilePermission permission) {
        return switch (permission) {
            case OWNER_READ -> 0400;
            case OWNER_WRITE -> 0200;
            case OWNER_EXECUTE -> 0100;
            case GROUP_READ -> 040;
            case GROUP_WRITE -> 020;
            case GROUP_EXECUTE -> 010;
            case OTHERS_READ -> 04;
            case OTHERS_WRITE -> 02;
            case OTHERS_EXECUTE -> 01;
        };
    }
}
