// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.kernel;

import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledDirectByteBuf;
import io.netty.buffer.UnpooledHeapByteBuf;
import io.netty.util.internal.CleanableDirectBuffer;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.nettyuring.sys.Syscalls;

/**
 * An allocator for tests: knows which buffers are alive, where their memory is and who allocated them, and overwrites
 * memory when it is freed. Any thread.
 */
public final class TrackingAllocator extends AbstractByteBufAllocator {
    private static final byte FREED = (byte) 0xDD;

    /** Told before memory is freed. */
    @FunctionalInterface
    public interface ReleaseListener {
        /**
         * Called on the releasing thread.
         *
         * @param address first byte
         * @param lengthBytes how many
         */
        void releasing(long address, long lengthBytes);
    }

    private record Live(long lengthBytes, Throwable allocatedAt) {}

    private final Syscalls host;
    private final ReleaseListener listener;
    private final ConcurrentSkipListMap<Long, Live> direct = new ConcurrentSkipListMap<>();
    private final Map<ByteBuf, Throwable> heap = Collections.synchronizedMap(new IdentityHashMap<>());

    /**
     * Makes an allocator without live buffers.
     *
     * @param host knows the addresses of direct buffers
     * @param listener told before direct memory is freed
     */
    public TrackingAllocator(Syscalls host, ReleaseListener listener) {
        super(true);
        this.host = host;
        this.listener = listener;
    }

    /**
     * Tells whether a range lies in one live direct buffer.
     *
     * @param address first byte
     * @param lengthBytes how many
     * @return true if it does
     */
    public boolean isLive(long address, long lengthBytes) {
        Map.Entry<Long, Live> below = direct.floorEntry(address);
        return below != null && address + lengthBytes <= below.getKey() + below.getValue().lengthBytes;
    }

    /** {@return one line, with the place of allocation, per buffer that is alive} */
    public List<String> describeLive() {
        List<String> lines = new ArrayList<>();
        direct.forEach((address, live) -> lines.add("direct buffer of " + live.lengthBytes + " bytes at 0x"
                + Long.toHexString(address) + " allocated at " + place(live.allocatedAt)));
        heap.forEach((buffer, allocatedAt) -> lines.add("heap buffer of " + buffer.capacity()
                + " bytes allocated at " + place(allocatedAt)));
        return lines;
    }

    private static String place(Throwable allocatedAt) {
        for (StackTraceElement frame : allocatedAt.getStackTrace()) {
            if (!frame.getClassName().startsWith("io.netty.buffer.")
                    && !frame.getClassName().startsWith(TrackingAllocator.class.getName())) {
                return frame.toString();
            }
        }
        return "?";
    }

    @Override
    protected ByteBuf newHeapBuffer(int initialCapacity, int maxCapacity) {
        TrackedHeap buffer = new TrackedHeap(this, initialCapacity, maxCapacity);
        heap.put(buffer, new Throwable());
        return buffer;
    }

    @Override
    protected ByteBuf newDirectBuffer(int initialCapacity, int maxCapacity) {
        return new TrackedDirect(this, allocate(initialCapacity), maxCapacity);
    }

    @Override
    public boolean isDirectBufferPooled() {
        return false;
    }

    private Tracked allocate(int capacity) {
        // One byte at least, so that no two buffers share an address.
        ByteBuffer whole = ByteBuffer.allocateDirect(Math.max(1, capacity));
        long address = host.addressOf(whole);
        direct.put(address, new Live(capacity, new Throwable()));
        return new Tracked(whole, address, capacity);
    }

    private void freed(Tracked tracked) {
        listener.releasing(tracked.address, tracked.capacity);
        direct.remove(tracked.address);
        for (int i = 0; i < tracked.capacity; i++) {
            tracked.whole.put(i, FREED);
        }
    }

    private final class Tracked implements CleanableDirectBuffer {
        private final ByteBuffer whole;
        private final ByteBuffer usable;
        private final long address;
        private final int capacity;

        Tracked(ByteBuffer whole, long address, int capacity) {
            this.whole = whole;
            this.address = address;
            this.capacity = capacity;
            usable = whole.duplicate().limit(capacity).slice();
        }

        @Override
        public ByteBuffer buffer() {
            return usable;
        }

        @Override
        public void clean() {
            freed(this);
        }

        @Override
        public boolean hasMemoryAddress() {
            return true;
        }

        @Override
        public long memoryAddress() {
            return address;
        }
    }

    private static final class TrackedDirect extends UnpooledDirectByteBuf {
        /** The first memory, which the superclass does not own; null once it was replaced. */
        private Tracked first;

        TrackedDirect(TrackingAllocator allocator, Tracked first, int maxCapacity) {
            super(allocator, first.usable, maxCapacity);
            this.first = first;
            writerIndex(0);
        }

        @Override
        protected CleanableDirectBuffer allocateDirectBuffer(int capacity) {
            return ((TrackingAllocator) alloc()).allocate(capacity);
        }

        @Override
        public ByteBuf capacity(int newCapacity) {
            int oldCapacity = capacity();
            super.capacity(newCapacity);
            if (newCapacity != oldCapacity) {
                freeFirst();
            }
            return this;
        }

        @Override
        protected void deallocate() {
            super.deallocate();
            freeFirst();
        }

        private void freeFirst() {
            if (first != null) {
                first.clean();
                first = null;
            }
        }
    }

    private static final class TrackedHeap extends UnpooledHeapByteBuf {
        TrackedHeap(TrackingAllocator allocator, int initialCapacity, int maxCapacity) {
            super(allocator, initialCapacity, maxCapacity);
        }

        @Override
        protected void freeArray(byte[] array) {
            ((TrackingAllocator) alloc()).heap.remove(this);
            super.freeArray(array);
        }
    }
}
