// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.file;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.netty.util.AbstractReferenceCounted;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import io.netty.util.internal.logging.InternalLogger;
import io.netty.util.internal.logging.InternalLoggerFactory;
import org.nettyuring.buffer.RegisteredSlots;
import org.nettyuring.memory.NativeRegion;
import org.nettyuring.sys.ErrnoException;

/**
 * Memory that the kernel has pinned once, for files of one loop: reads into it and writes from it save the kernel the
 * look at the pages each time. Page aligned, as {@link IoUringOpenOption#DIRECT} asks for.
 *
 * <p>Counted as Netty's buffers are; the last {@link #release()}, on any thread, unregisters it. An operation on it
 * holds a reference of its own until the kernel has let go. It must not outlive its use by another name: with the last
 * reference {@link #content()} is gone. Counts against {@code RLIMIT_MEMLOCK}.
 */
public final class RegisteredBuffer extends AbstractReferenceCounted {
    private static final InternalLogger LOGGER = InternalLoggerFactory.getInstance(RegisteredBuffer.class);
    private static final int MAX_BYTES = 1 << 30;

    private final FileHandle handle;
    private final RegisteredSlots slots;
    private final NativeRegion region;
    private final int slot;
    private final ByteBuf wrapper;
    private final ByteBuf content;

    private RegisteredBuffer(FileHandle handle, RegisteredSlots slots, NativeRegion ownedRegion, int slot) {
        this.handle = handle;
        this.slots = slots;
        this.slot = slot;
        region = ownedRegion;
        wrapper = Unpooled.wrappedBuffer(ownedRegion.buffer()).clear();
        content = Unpooled.unreleasableBuffer(wrapper);
    }

    /**
     * Allocates and registers. Any thread; does not block.
     *
     * @param loop an io_uring event loop: the one of the files that it is for
     * @param lengthBytes 1 to 1 GiB
     * @return the buffer, owned by the caller. Fails with {@link UnsupportedOperationException} before Linux 5.19, with
     *     {@code ENOMEM} beyond the limit of locked memory, with {@code ENOBUFS} with
     *     {@value org.nettyuring.buffer.RegisteredSlots#MAX} buffers on the loop
     */
    public static Future<RegisteredBuffer> allocate(EventLoop loop, int lengthBytes) {
        if (lengthBytes < 1 || lengthBytes > MAX_BYTES) {
            return loop.newFailedFuture(new IllegalArgumentException(
                    "lengthBytes: " + lengthBytes + " (expected: 1.." + MAX_BYTES + ")"));
        }
        FileHandle handle = new FileHandle(FileOpener.uring(loop), "registered buffer of " + lengthBytes + " bytes",
                ByteBufAllocator.DEFAULT, 1);
        Promise<RegisteredBuffer> promise = loop.newPromise();
        handle.onLoop(() -> {
            try {
                handle.register();
                promise.setSuccess(make(handle, lengthBytes));
            } catch (ErrnoException | RuntimeException e) {
                handle.abandon();
                promise.setFailure(e);
            }
        }, () -> promise.setFailure(new ClosedFileException("io_uring_register", handle.path())));
        return promise;
    }

    private static RegisteredBuffer make(FileHandle handle, int lengthBytes) throws ErrnoException {
        RegisteredSlots slots = handle.registration().registeredSlots();
        if (slots == null) {
            throw new UnsupportedOperationException("io_uring_register(" + handle.path()
                    + "): needs the feature register_buffers_sparse, which came with Linux 5.19");
        }
        NativeRegion region = handle.syscalls().allocate(lengthBytes, "registered buffer");
        try {
            return new RegisteredBuffer(handle, slots, region, slots.add(region.address(), lengthBytes));
        } catch (Throwable t) {
            region.close();
            throw t;
        }
    }

    /** {@return the bytes, with indices of their own; to be filled and read while nothing is in flight on it} */
    public ByteBuf content() {
        return content;
    }

    long address() {
        return region.address();
    }

    int slot() {
        return slot;
    }

    EventLoop loop() {
        return handle.loop();
    }

    @Override
    public RegisteredBuffer retain() {
        super.retain();
        return this;
    }

    @Override
    public RegisteredBuffer touch(Object hint) {
        return this;
    }

    @Override
    protected void deallocate() {
        wrapper.release();
        handle.onLoop(this::unregister, region::close); // with the loop its registrations have ended
    }

    private void unregister() {
        try {
            slots.remove(slot);
        } catch (ErrnoException e) {
            LOGGER.warn("{} stays registered until its loop ends", this, e);
        }
        region.close();
        handle.closeWhenIdle();
    }

    @Override
    public String toString() {
        return "RegisteredBuffer(" + region.length() + " bytes, slot " + slot + ", " + refCnt() + " references)";
    }
}
