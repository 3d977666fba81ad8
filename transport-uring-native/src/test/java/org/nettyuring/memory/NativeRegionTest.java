// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NativeRegionTest {
    private static final long ADDRESS = 0x10000;

    private final List<String> released = new ArrayList<>();

    private NativeRegion region(int length) {
        return new NativeRegion(ADDRESS, ByteBuffer.allocateDirect(length), "test",
                (address, bytes) -> released.add(address + "+" + bytes));
    }

    @Test
    void shouldReleaseOnceHoweverOftenItIsClosed() {
        NativeRegion region = region(64);

        region.close();
        region.close();

        assertEquals(List.of(ADDRESS + "+64"), released);
        assertTrue(region.isClosed());
    }

    @Test
    void shouldBeListedUntilItIsClosed() {
        NativeRegion region = region(64);
        assertTrue(NativeRegion.live().contains(region));

        region.close();

        assertFalse(NativeRegion.live().contains(region));
    }

    @Test
    void shouldNameItsPurposeAndState() {
        NativeRegion region = region(64);
        assertEquals("test[64 bytes at 0x10000]", region.toString());

        region.close();

        assertEquals("test[64 bytes at 0x10000, closed]", region.toString());
    }

    @Test
    void shouldContainExactlyItsOwnBytes() {
        try (NativeRegion region = region(64)) {
            assertTrue(region.contains(ADDRESS, 64));
            assertTrue(region.contains(ADDRESS + 63, 1));
            assertTrue(region.contains(ADDRESS + 64, 0));
            assertFalse(region.contains(ADDRESS, 65));
            assertFalse(region.contains(ADDRESS + 1, 64));
            assertFalse(region.contains(ADDRESS - 1, 2));
            assertFalse(region.contains(ADDRESS, -1));
            assertFalse(region.contains(ADDRESS + 8, Long.MAX_VALUE));
        }
    }

    @Test
    void shouldShowItsBytesInNativeOrder() {
        try (NativeRegion region = region(64)) {
            assertEquals(ByteOrder.nativeOrder(), region.buffer().order());
            assertEquals(64, region.length());
        }
    }

    @Test
    void shouldRefuseUseAfterClose() {
        NativeRegion region = region(64);
        region.close();

        assertThrows(AssertionError.class, region::address);
        assertThrows(AssertionError.class, region::buffer);
    }

    @Test
    void shouldRefuseHeapBuffersAndTheNullAddress() {
        assertThrows(IllegalArgumentException.class,
                () -> new NativeRegion(ADDRESS, ByteBuffer.allocate(8), "heap", (address, bytes) -> {}));
        assertThrows(IllegalArgumentException.class,
                () -> new NativeRegion(0, ByteBuffer.allocateDirect(8), "null", (address, bytes) -> {}));
    }
}
