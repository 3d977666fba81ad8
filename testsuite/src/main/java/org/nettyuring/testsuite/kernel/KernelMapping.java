// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.kernel;

import java.nio.ByteBuffer;
import org.nettyuring.abi.LinuxConstants;

/** Kernel memory that a process can map; given back when the kernel and the last mapping let go. */
final class KernelMapping {
    private final FakeKernel kernel;
    private final long address;
    private final int lengthBytes;
    private final String what;
    private int mapped;
    private boolean freed;

    KernelMapping(FakeKernel kernel, int lengthBytes, String what) {
        this.kernel = kernel;
        this.lengthBytes = lengthBytes;
        this.what = what;
        address = kernel.host().mmap(lengthBytes, LinuxConstants.PROT_READ | LinuxConstants.PROT_WRITE,
                LinuxConstants.MAP_PRIVATE | LinuxConstants.MAP_ANONYMOUS, -1, 0);
        if (address < 0 && address >= -4095) {
            throw new IllegalStateException("mmap(" + lengthBytes + "): " + address);
        }
    }

    ByteBuffer bytes() {
        return kernel.memory().view(address, lengthBytes);
    }

    int length() {
        return lengthBytes;
    }

    boolean isMapped() {
        return mapped > 0;
    }

    boolean contains(long start, long bytes) {
        return mapped > 0 && start >= address && start + bytes <= address + lengthBytes;
    }

    long address() {
        return address;
    }

    long map() {
        mapped++;
        return address;
    }

    /** False if it was not mapped. */
    boolean unmap() {
        if (mapped == 0) {
            return false;
        }
        mapped--;
        giveBack();
        return true;
    }

    /** The kernel lets go. */
    void free() {
        freed = true;
        giveBack();
    }

    private void giveBack() {
        if (freed && mapped == 0) {
            kernel.host().munmap(address, lengthBytes);
            kernel.rings().forget(this);
        }
    }

    @Override
    public String toString() {
        return what + " [" + lengthBytes + " bytes at 0x" + Long.toHexString(address) + ", mapped x" + mapped + "]";
    }
}
