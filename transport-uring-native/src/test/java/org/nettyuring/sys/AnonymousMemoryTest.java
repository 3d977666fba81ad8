// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.sys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nettyuring.abi.Errno;
import org.nettyuring.memory.NativeRegion;

class AnonymousMemoryTest {
    private final List<String> calls = new ArrayList<>();
    private long mmapResult = 0x40000;

    /** Records mmap and munmap. */
    private final Syscalls recorder = (Syscalls) Proxy.newProxyInstance(
            AnonymousMemoryTest.class.getClassLoader(), new Class<?>[] {Syscalls.class}, (proxy, method, args) -> {
                switch (method.getName()) {
                    case "mmap" -> {
                        calls.add("mmap " + args[0]);
                        return mmapResult;
                    }
                    case "munmap" -> {
                        calls.add("munmap " + args[0] + " " + args[1]);
                        return 0;
                    }
                    case "view" -> {
                        return ByteBuffer.allocateDirect((int) args[1]);
                    }
                    default -> throw new AssertionError(method);
                }
            });

    @Test
    void shouldMapAndUnmapWholePagesAndShowTheLengthAskedFor() throws ErrnoException {
        NativeRegion region = AnonymousMemory.allocate(recorder, 4097, "test");
        assertEquals(4097, region.length());

        region.close();
        region.close();

        assertEquals(List.of("mmap 8192", "munmap " + 0x40000 + " 8192"), calls);
    }

    @Test
    void shouldRoundTheLargestLengthWithoutOverflow() throws ErrnoException {
        mmapResult = -Errno.ENOMEM;

        assertThrows(ErrnoException.class, () -> AnonymousMemory.allocate(recorder, Integer.MAX_VALUE, "all of it"));

        assertEquals(List.of("mmap " + (1L << 31)), calls);
    }

    @Test
    void shouldNameThePurposeAndTheRemedyWhenTheKernelRefuses() {
        mmapResult = -Errno.ENOMEM;

        ErrnoException failure =
                assertThrows(ErrnoException.class, () -> AnonymousMemory.allocate(recorder, 64, "receive slab"));

        assertEquals(Errno.ENOMEM, failure.errno());
        String message = failure.getMessage();
        assertTrue(message.startsWith("mmap(receive slab, 64 bytes): ENOMEM (12): "), message);
        assertTrue(NativeRegion.live().stream().noneMatch(region -> region.toString().startsWith("receive slab")));
    }
}
