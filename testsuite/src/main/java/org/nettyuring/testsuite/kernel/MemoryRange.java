// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.kernel;

/**
 * Some bytes of the process's memory.
 *
 * @param address first byte
 * @param lengthBytes how many
 * @param what what the kernel uses them for, e.g. {@code "iovec[2]"}
 */
record MemoryRange(long address, long lengthBytes, String what) {
    boolean overlaps(long otherAddress, long otherLength) {
        return address < otherAddress + otherLength && otherAddress < address + lengthBytes;
    }

    @Override
    public String toString() {
        return what + " [" + lengthBytes + " bytes at 0x" + Long.toHexString(address) + "]";
    }
}
