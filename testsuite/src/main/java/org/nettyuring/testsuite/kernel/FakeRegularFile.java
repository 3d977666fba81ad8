// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.kernel;

/** An open regular file. Used under the kernel's lock. */
final class FakeRegularFile extends FakeFile {
    final FakeInode inode;
    final boolean reads;
    final boolean writes;
    final boolean appends;
    final boolean direct;
    private final String path;

    FakeRegularFile(FakeKernel kernel, FakeInode inode, String path, OpenArguments how) {
        super(kernel);
        this.inode = inode;
        this.path = path;
        reads = how.reads();
        writes = how.writes();
        appends = how.appends();
        direct = how.isDirect();
        inode.openFiles.add(this);
    }

    @Override
    int readiness() {
        return inode.isBlocked() ? 0 : Poll.POLLIN;
    }

    @Override
    void released() {
        inode.openFiles.remove(this);
    }

    @Override
    public String toString() {
        return "file " + path;
    }
}
