// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.loop;

import io.netty.util.internal.logging.InternalLogger;
import io.netty.util.internal.logging.InternalLoggerFactory;
import java.util.ArrayList;
import java.util.List;
import org.nettyuring.buffer.BufferGeometry;
import org.nettyuring.buffer.ProvidedBufferPool;
import org.nettyuring.memory.NativeRegion;
import org.nettyuring.metrics.LoopCounters;
import org.nettyuring.op.IoPriority;
import org.nettyuring.ring.BufferRing;
import org.nettyuring.ring.Ring;
import org.nettyuring.sys.ErrnoException;
import org.nettyuring.sys.Syscalls;

/**
 * The receive memory of one loop: a buffer group for streams (one more for each priority that somebody has), for
 * datagrams a group per size, and one for files, made when the first channel or file asks for it.
 *
 * <p>Datagrams need their own, because a buffer that is consumed incrementally ends somewhere: the datagram that meets
 * the end is cut, and if not even its header fits the receive fails with {@code EFAULT}, again and again (measured on
 * 6.18). Files need whole ones, because a read takes what it asked for, whatever it gets. Each size takes at most half
 * of the loop's configured receive memory, but no less than two buffers. Loop thread only, after construction.
 */
final class BufferPools implements AutoCloseable {
    private static final InternalLogger LOGGER = InternalLoggerFactory.getInstance(BufferPools.class);
    private static final int STREAMS_BGID = 0;
    /** Payloads: what Netty's channels expect by default, what DNS and jumbo frames need, the largest there is. */
    private static final int[] DATAGRAM_BYTES = {2 * 1024, 16 * 1024, 64 * 1024};
    private static final int MAX_DATAGRAM_BUFFERS = 256;
    private static final int PRIORITIES = IoPriority.COUNT;
    /** Of the usual number of buffers: what is held back for its priority lies in them. */
    private static final int PRIORITY_PART = 4;
    /** Behind those of datagrams and of priorities. */
    private static final int FILES_BGID = STREAMS_BGID + DATAGRAM_BYTES.length + PRIORITIES;
    /** A read takes a whole buffer, too, however little it brings. */
    private static final int FILE_BYTES = 64 * 1024;

    private final Syscalls syscalls;
    private final Ring ring;
    private final LoopCounters counters;
    private final Runnable wake;
    private final long datagramMemoryBytes;
    private final ProvidedBufferPool streams;
    private final ProvidedBufferPool[] datagrams = new ProvidedBufferPool[DATAGRAM_BYTES.length];
    private final boolean[] refused = new boolean[DATAGRAM_BYTES.length];
    /** By {@code IoPriority.code()}; none for the first. */
    private final ProvidedBufferPool[] prioritized = new ProvidedBufferPool[PRIORITIES];
    private final boolean[] refusedPriority = new boolean[PRIORITIES];
    private ProvidedBufferPool files;
    private boolean filesRefused;
    private boolean attached;
    private final List<ProvidedBufferPool> all = new ArrayList<>(1 + DATAGRAM_BYTES.length);

    /**
     * Makes the buffers for streams.
     *
     * @param syscalls has the memory
     * @param ring with provided buffers
     * @param config how much memory
     * @param counters the loop's
     * @param wake makes the loop take another turn
     * @throws ErrnoException if the kernel refuses
     */
    BufferPools(Syscalls syscalls, Ring ring, IoUringIoHandlerConfig config, LoopCounters counters, Runnable wake)
            throws ErrnoException {
        this.syscalls = syscalls;
        this.ring = ring;
        this.counters = counters;
        this.wake = wake;
        datagramMemoryBytes = (long) config.bufferCount() * config.bufferSize() / 2;
        streams = open(STREAMS_BGID, config.bufferGeometry(ring.capabilities()));
    }

    private ProvidedBufferPool open(int bgid, BufferGeometry geometry) throws ErrnoException {
        NativeRegion slab = syscalls.allocate(geometry.slabBytes(), "receive buffers " + bgid);
        try {
            BufferRing bufferRing = BufferRing.register(ring, bgid, geometry.count(), geometry.incremental());
            ProvidedBufferPool pool = new ProvidedBufferPool(bufferRing, slab, geometry, counters, wake);
            all.add(pool);
            return pool;
        } catch (Throwable t) {
            slab.close();
            throw t;
        }
    }

    ProvidedBufferPool ofStreams() {
        return streams;
    }

    /**
     * {@return buffers for streams} Each priority has its own, because completions of one group must be delivered in
     * the kernel's order, and so that who floods one priority starves nobody of another.
     *
     * @param priority {@code IoPriority.code()}; null for other than 0 if the kernel has no memory for them
     */
    ProvidedBufferPool ofStreams(int priority) {
        if (priority == 0) {
            return streams;
        }
        if (prioritized[priority] == null && !refusedPriority[priority]) {
            openPrioritized(priority);
        }
        return prioritized[priority];
    }

    private void openPrioritized(int priority) {
        BufferGeometry usual = streams.geometry();
        BufferGeometry geometry = new BufferGeometry(
                Math.max(2, usual.count() / PRIORITY_PART), usual.sizeBytes(), usual.incremental());
        try {
            prioritized[priority] = open(STREAMS_BGID + DATAGRAM_BYTES.length + priority, geometry);
            if (attached) {
                prioritized[priority].attach();
            }
        } catch (ErrnoException e) {
            refusedPriority[priority] = true;
            LOGGER.warn("{}: prioritized streams of this loop receive into buffers of their own", geometry, e);
        }
    }

    /** {@return buffers for datagrams with up to so many bytes; null if the kernel has no memory for them} */
    ProvidedBufferPool ofDatagrams(int headerBytes, int payloadBytes) {
        int index = 0;
        while (index < DATAGRAM_BYTES.length - 1 && DATAGRAM_BYTES[index] < payloadBytes) {
            index++;
        }
        if (datagrams[index] == null && !refused[index]) {
            openDatagrams(index, DATAGRAM_BYTES[index] + headerBytes);
        }
        return datagrams[index];
    }

    private void openDatagrams(int index, int sizeBytes) {
        long fitting = Math.max(2, Math.min(MAX_DATAGRAM_BUFFERS, datagramMemoryBytes / sizeBytes));
        BufferGeometry geometry = new BufferGeometry(Integer.highestOneBit((int) fitting), sizeBytes, false);
        try {
            datagrams[index] = open(STREAMS_BGID + 1 + index, geometry);
            datagrams[index].attach();
        } catch (ErrnoException e) {
            refused[index] = true;
            LOGGER.warn("{}: datagrams of this loop are received one by one", geometry, e);
        }
    }

    /** {@return buffers for reads of files; null if the kernel has no memory for them} */
    ProvidedBufferPool ofFiles() {
        if (files == null && !filesRefused) {
            long fitting = Math.max(2, Math.min(MAX_DATAGRAM_BUFFERS, datagramMemoryBytes / FILE_BYTES));
            BufferGeometry geometry =
                    new BufferGeometry(Integer.highestOneBit((int) fitting), FILE_BYTES, false);
            try {
                files = open(FILES_BGID, geometry);
                if (attached) {
                    files.attach();
                }
            } catch (ErrnoException e) {
                filesRefused = true;
                LOGGER.warn("{}: files of this loop are read into buffers of the allocator", geometry, e);
            }
        }
        return files;
    }

    /** Makes the calling thread the one whose releases take the short way. */
    void attach() {
        attached = true;
        all.forEach(ProvidedBufferPool::attach);
    }

    /** Gives back to the kernel what other threads released. Once per turn. */
    void recycle() {
        for (int i = 0; i < all.size(); i++) {
            all.get(i).recycle();
        }
    }

    @Override
    public void close() {
        all.forEach(ProvidedBufferPool::close);
    }
}
