// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.nettyuring.abi.Errno;

/** Files by name: one name space without permissions, in which a directory is nothing but a name that is taken. */
public final class FakeFileSystem {
    private final FakeKernel kernel;
    private final Map<String, FakeInode> names = new TreeMap<>();
    /** Names that are taken, by directories and by symbolic links. */
    private final Set<String> directories = new TreeSet<>();
    private final List<Request> waiting = new ArrayList<>();
    private boolean held;
    private long inodes;

    FakeFileSystem(FakeKernel kernel) {
        this.kernel = kernel;
    }

    /**
     * {@return what a file contains; null if there is none}
     *
     * @param path its name
     */
    public byte[] content(String path) {
        return kernel.locked(() -> {
            FakeInode inode = names.get(path);
            return inode == null ? null : inode.read(0, inode.size());
        });
    }

    /**
     * Makes a file, or gives it other contents.
     *
     * @param path its name
     * @param content what it contains
     */
    public void put(String path, byte[] content) {
        kernel.locked(() -> {
            FakeInode inode = create(path, 0);
            inode.size(0);
            inode.write(0, content);
            return inode;
        });
    }

    /**
     * Has a file's device answer nothing, or again.
     *
     * @param path its name
     * @param blocked whether operations on it stay in the kernel
     */
    public void block(String path, boolean blocked) {
        kernel.locked(() -> {
            names.get(path).block(blocked);
            return true;
        });
    }

    /**
     * As {@link #block}, and no cancel finds those operations: they are on their way through a disk, not in a thread.
     *
     * @param path its name
     * @param stalled whether operations on it stay in the kernel
     */
    public void stall(String path, boolean stalled) {
        kernel.locked(() -> {
            names.get(path).stall(stalled);
            return true;
        });
    }

    /**
     * Has the device of all files answer nothing, neither about names nor about contents, or again.
     *
     * @param newHeld whether operations stay in the kernel
     */
    public void hold(boolean newHeld) {
        kernel.locked(() -> {
            held = newHeld;
            names.values().forEach(inode -> inode.block(newHeld));
            if (!newHeld) {
                List.copyOf(waiting).forEach(Request::wake);
                kernel.signal();
            }
            return true;
        });
    }

    boolean isHeld() {
        return held;
    }

    void await(Request request) {
        if (!waiting.contains(request)) {
            waiting.add(request);
        }
    }

    void forget(Request request) {
        waiting.remove(request);
    }

    private FakeInode create(String path, int mode) {
        return names.computeIfAbsent(path, name -> new FakeInode(++inodes, mode));
    }

    FakeInode get(String path) {
        return names.get(path);
    }

    /** {@return a descriptor or {@code -errno}} */
    int open(String path, OpenArguments how) {
        FakeInode inode = names.get(path);
        if (directories.contains(path) && how.writes()) {
            return -Errno.EISDIR;
        }
        if (inode == null && !how.creates()) {
            return -Errno.ENOENT;
        }
        if (inode != null && how.createsNew()) {
            return -Errno.EEXIST;
        }
        if (kernel.descriptors().isFull()) {
            return -Errno.EMFILE;
        }
        FakeInode opened = create(path, (int) how.mode());
        if (how.truncates()) {
            opened.size(0);
        }
        return kernel.descriptors().add(new FakeRegularFile(kernel, opened, path, how));
    }

    int rename(String from, String to) {
        FakeInode inode = names.remove(from);
        if (inode == null) {
            return -Errno.ENOENT;
        }
        names.put(to, inode);
        return 0;
    }

    /** One more name of the same file. */
    int link(String path, String newPath) {
        FakeInode inode = names.get(path);
        if (inode == null) {
            return -Errno.ENOENT;
        }
        return directories.contains(newPath) || names.putIfAbsent(newPath, inode) != null ? -Errno.EEXIST : 0;
    }

    /** A name that nobody follows. */
    int symlink(String path) {
        return mkdir(path);
    }

    int unlink(String path) {
        return names.remove(path) != null ? 0 : -Errno.ENOENT;
    }

    int rmdir(String path) {
        return directories.remove(path) ? 0 : -Errno.ENOENT;
    }

    int mkdir(String path) {
        return !names.containsKey(path) && directories.add(path) ? 0 : -Errno.EEXIST;
    }
}
