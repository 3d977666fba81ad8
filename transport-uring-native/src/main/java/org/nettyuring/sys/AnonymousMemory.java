// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.sys;

import static org.nettyuring.abi.LinuxConstants.MAP_ANONYMOUS;
import static org.nettyuring.abi.LinuxConstants.MAP_PRIVATE;
import static org.nettyuring.abi.LinuxConstants.PROT_READ;
import static org.nettyuring.abi.LinuxConstants.PROT_WRITE;

import org.nettyuring.memory.NativeRegion;

/** {@link Syscalls#allocate} for every binding: anonymous pages, mapped and unmapped through the binding itself. */
public final class AnonymousMemory {
    /** The smallest page of any Linux; a kernel with larger pages rounds up further, at mmap and munmap alike. */
    private static final int PAGE_BYTES = 4096;

    private AnonymousMemory() {}

    /**
     * Maps private, zeroed pages.
     *
     * @param syscalls makes the calls, also the later {@code munmap}
     * @param lengthBytes bytes of the region, at least 1; the mapping is rounded up to whole pages
     * @param purpose what it is for; named in errors and leak reports
     * @return a region of exactly {@code lengthBytes} that the caller owns
     * @throws ErrnoException if the kernel refuses
     */
    public static NativeRegion allocate(Syscalls syscalls, int lengthBytes, String purpose) throws ErrnoException {
        if (lengthBytes < 1) {
            throw new IllegalArgumentException("lengthBytes: " + lengthBytes + " (expected: >= 1)");
        }
        int prot = PROT_READ | PROT_WRITE;
        long address = syscalls.mmap(wholePages(lengthBytes), prot, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (address < 0) {
            throw Remedies.exception("mmap", purpose + ", " + lengthBytes + " bytes", (int) -address);
        }
        return new NativeRegion(address, syscalls.view(address, lengthBytes), purpose,
                (start, length) -> unmap(syscalls, start, length));
    }

    private static void unmap(Syscalls syscalls, long address, long length) {
        int result = syscalls.munmap(address, wholePages(length));
        assert result == 0 : ErrnoException.message("munmap", "0x" + Long.toHexString(address), -result, "");
    }

    private static long wholePages(long lengthBytes) {
        return (lengthBytes + PAGE_BYTES - 1) & -PAGE_BYTES;
    }
}
