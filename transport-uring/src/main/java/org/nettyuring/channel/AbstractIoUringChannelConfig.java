// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.MessageSizeEstimator;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import java.util.Map;
import org.nettyuring.op.IoPriority;

/**
 * What the configurations of this transport's channels share: options from a {@link SocketOptionTable}, and setters
 * that return the configuration's own type. Any thread.
 *
 * @param <C> the configuration's own type
 */
abstract class AbstractIoUringChannelConfig<C extends AbstractIoUringChannelConfig<C>> extends DefaultChannelConfig {
    AbstractIoUringChannelConfig(AbstractIoUringChannel channel, RecvByteBufAllocator receiveAllocator) {
        super(channel, receiveAllocator);
    }

    /** {@return the options of this kind of channel} */
    abstract SocketOptionTable<C> table();

    final Socket socket() {
        return owner().socket;
    }

    private AbstractIoUringChannel owner() {
        return (AbstractIoUringChannel) channel;
    }

    @SuppressWarnings("unchecked") // C is the class that extends this one
    final C self() {
        return (C) this;
    }

    @Override
    public Map<ChannelOption<?>, Object> getOptions() {
        return getOptions(getOptions(super.getOptions(), IoUringChannelOption.IO_PRIORITY), table().options());
    }

    @Override
    @SuppressWarnings("unchecked") // the option's own type
    public <T> T getOption(ChannelOption<T> option) {
        if (option == IoUringChannelOption.IO_PRIORITY) {
            return (T) owner().ioPriority();
        }
        return table().knows(option) ? table().get(self(), option) : super.getOption(option);
    }

    @Override
    public <T> boolean setOption(ChannelOption<T> option, T value) {
        if (option == IoUringChannelOption.IO_PRIORITY) {
            validate(option, value);
            owner().ioPriority((IoPriority) value);
            return true;
        }
        if (!table().knows(option)) {
            return super.setOption(option, value);
        }
        validate(option, value);
        table().set(self(), option, value);
        return true;
    }

    @Override
    protected final void autoReadCleared() {
        owner().autoReadCleared();
    }

    @Override
    public C setConnectTimeoutMillis(int connectTimeoutMillis) {
        super.setConnectTimeoutMillis(connectTimeoutMillis);
        return self();
    }

    @Override
    @Deprecated
    public C setMaxMessagesPerRead(int maxMessagesPerRead) {
        super.setMaxMessagesPerRead(maxMessagesPerRead);
        return self();
    }

    @Override
    public C setWriteSpinCount(int writeSpinCount) {
        super.setWriteSpinCount(writeSpinCount);
        return self();
    }

    @Override
    public C setAllocator(ByteBufAllocator allocator) {
        super.setAllocator(allocator);
        return self();
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if its handles are not {@link RecvByteBufAllocator.ExtendedHandle}s
     */
    @Override
    public C setRecvByteBufAllocator(RecvByteBufAllocator recvByteBufAllocator) {
        if (!hasExtendedHandles(recvByteBufAllocator)) {
            throw new IllegalArgumentException("handles of " + recvByteBufAllocator + " (expected: "
                    + RecvByteBufAllocator.ExtendedHandle.class.getName() + ")");
        }
        super.setRecvByteBufAllocator(recvByteBufAllocator);
        return self();
    }

    /** That of the default is not made to be looked at: every connection begins with it. */
    private static boolean hasExtendedHandles(RecvByteBufAllocator allocator) {
        return allocator.getClass() == AdaptiveRecvByteBufAllocator.class
                || allocator.newHandle() instanceof RecvByteBufAllocator.ExtendedHandle;
    }

    @Override
    public C setAutoRead(boolean autoRead) {
        super.setAutoRead(autoRead);
        return self();
    }

    @Override
    public C setAutoClose(boolean autoClose) {
        super.setAutoClose(autoClose);
        return self();
    }

    @Override
    public C setWriteBufferHighWaterMark(int writeBufferHighWaterMark) {
        super.setWriteBufferHighWaterMark(writeBufferHighWaterMark);
        return self();
    }

    @Override
    public C setWriteBufferLowWaterMark(int writeBufferLowWaterMark) {
        super.setWriteBufferLowWaterMark(writeBufferLowWaterMark);
        return self();
    }

    @Override
    public C setWriteBufferWaterMark(WriteBufferWaterMark writeBufferWaterMark) {
        super.setWriteBufferWaterMark(writeBufferWaterMark);
        return self();
    }

    @Override
    public C setMessageSizeEstimator(MessageSizeEstimator messageSizeEstimator) {
        super.setMessageSizeEstimator(messageSizeEstimator);
        return self();
    }
}
