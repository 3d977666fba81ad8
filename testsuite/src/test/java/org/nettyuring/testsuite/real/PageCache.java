// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import java.nio.file.Path;

/** What of a file the kernel has in memory and the device has not. */
final class PageCache {
    /** cachestat(2), since 6.5; the same number on all architectures. */
    private static final long NR_CACHESTAT = 451;
    private static final int RANGE_BYTES = 2 * Long.BYTES;
    private static final int STAT_BYTES = 5 * Long.BYTES;
    private static final int NR_DIRTY_OFFSET = 8;
    private static final int NR_WRITEBACK_OFFSET = 16;

    private PageCache() {}

    /** What is in the C library and not in ours. */
    private interface Libc extends Library {
        Libc INSTANCE = Native.load("c", Libc.class);

        int open(String path, int flags);

        int close(int fd);

        int syscall(long number, long fd, Memory range, Memory stat, long flags);
    }

    /**
     * {@return how many pages of a range a crash would lose; negative if this kernel does not say}
     *
     * @param position of the first byte
     * @param lengthBytes of the range
     */
    static long unwritten(Path path, long position, long lengthBytes) {
        int fd = Libc.INSTANCE.open(path.toString(), 0);
        assertThat(fd).as("open %s", path).isNotNegative();
        try (Memory range = new Memory(RANGE_BYTES); Memory stat = new Memory(STAT_BYTES)) {
            range.setLong(0, position);
            range.setLong(Long.BYTES, lengthBytes);
            return Libc.INSTANCE.syscall(NR_CACHESTAT, fd, range, stat, 0) != 0 ? -1
                    : stat.getLong(NR_DIRTY_OFFSET) + stat.getLong(NR_WRITEBACK_OFFSET);
        } finally {
            Libc.INSTANCE.close(fd);
        }
    }
}
