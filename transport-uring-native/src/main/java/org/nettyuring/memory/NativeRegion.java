// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.memory;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One region of native memory with one owner. The owner closes it exactly when nobody, kernel included, can touch it
 * any more; a second {@link #close()} does nothing. Every open region is counted and can be listed, so that a test can
 * show that none was left.
 *
 * <p>Thread: {@code close} from any thread; access to the memory is the owner's business.
 */
public final class NativeRegion implements AutoCloseable {
    private static final Set<NativeRegion> LIVE = ConcurrentHashMap.newKeySet();

    /** Gives the memory back to the system. */
    @FunctionalInterface
    public interface Releaser {
        /**
         * Releases one region.
         *
         * @param address first byte, as given at construction
         * @param length bytes, as given at construction
         */
        void release(long address, long length);
    }

    private final long address;
    private final long length;
    private final ByteBuffer buffer;
    private final String purpose;
    private final Releaser releaser;
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * Takes ownership of {@code length} bytes at {@code address}.
     *
     * @param address first byte; not 0
     * @param buffer a direct view of exactly the region's bytes
     * @param purpose what the memory is for, shown in leak reports, e.g. {@code "sq ring"}
     * @param releaser called once, by the first {@link #close()}
     */
    public NativeRegion(long address, ByteBuffer buffer, String purpose, Releaser releaser) {
        if (address == 0 || !buffer.isDirect()) {
            throw new IllegalArgumentException("region: " + purpose + " (expected: a direct buffer and an address)");
        }
        this.address = address;
        this.length = buffer.capacity();
        this.buffer = buffer.order(ByteOrder.nativeOrder());
        this.purpose = purpose;
        this.releaser = releaser;
        LIVE.add(this);
    }

    /** {@return the address of the first byte} */
    public long address() {
        assert !closed.get() : "use after close: " + this;
        return address;
    }

    /** {@return the size in bytes} */
    public long length() {
        return length;
    }

    /** {@return the whole region in native byte order; shared, so use absolute accessors only} */
    public ByteBuffer buffer() {
        assert !closed.get() : "use after close: " + this;
        return buffer;
    }

    /** {@return whether {@link #close()} was called} */
    public boolean isClosed() {
        return closed.get();
    }

    /**
     * Tells whether a range lies wholly inside this region.
     *
     * @param start first byte
     * @param bytes length of the range in bytes
     * @return true if it does
     */
    public boolean contains(long start, long bytes) {
        long offset = start - address;
        return offset >= 0 && bytes >= 0 && offset <= length - bytes;
    }

    /** {@return a snapshot of all regions of this process that are not closed} */
    public static Set<NativeRegion> live() {
        return Set.copyOf(LIVE);
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            LIVE.remove(this);
            releaser.release(address, length);
        }
    }

    @Override
    public String toString() {
        return purpose + "[" + length + " bytes at 0x" + Long.toHexString(address) + (closed.get() ? ", closed]" : "]");
    }
}
