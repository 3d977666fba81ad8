// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.stream;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.nettyuring.sys.NativeSyscalls;
import org.nettyuring.sys.Syscalls;

/**
 * Settings of streams: every channel option of {@code IoUringSocketChannel}; for a listener also its own, of
 * {@code IoUringServerSocketChannel}. Immutable.
 */
public final class StreamOptions {
    /** Nothing but the defaults. */
    public static final StreamOptions DEFAULT = new StreamOptions(Map.of(), NativeSyscalls::get);

    private final Map<ChannelOption<?>, Object> values;
    private final Supplier<Syscalls> kernel;

    private StreamOptions(Map<ChannelOption<?>, Object> values, Supplier<Syscalls> kernel) {
        this.values = values;
        this.kernel = kernel;
    }

    /**
     * {@return these settings and one more}
     *
     * @param <T> of the value
     * @param option any but {@code AUTO_READ} and {@code ALLOW_HALF_CLOSURE}, which the stream sets
     * @param value its value
     */
    public <T> StreamOptions with(ChannelOption<T> option, T value) {
        if (option == ChannelOption.AUTO_READ || option == ChannelOption.ALLOW_HALF_CLOSURE) {
            throw new IllegalArgumentException(
                    option + ": a stream reads upon demand, and each of its directions ends by itself");
        }
        Map<ChannelOption<?>, Object> more = new HashMap<>(values);
        more.put(Objects.requireNonNull(option, "option"), Objects.requireNonNull(value, "value"));
        return new StreamOptions(more, kernel);
    }

    /**
     * {@return these settings, with a limit for connecting; Netty's default is 30 s}
     *
     * @param timeout from a millisecond to 24 days
     */
    public StreamOptions connectTimeout(Duration timeout) {
        return with(ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(Timeouts.positive(timeout).toMillis()));
    }

    /**
     * {@return these settings, on another kernel, for tests}
     *
     * @param syscalls the same as the loop's
     */
    public StreamOptions kernel(Syscalls syscalls) {
        return new StreamOptions(values, () -> syscalls);
    }

    Syscalls kernel() {
        return kernel.get();
    }

    @SuppressWarnings("unchecked") // the map holds values that fit
    void addTo(Bootstrap bootstrap) {
        values.forEach((option, value) -> bootstrap.option((ChannelOption<Object>) option, value));
    }

    /** For an accepted connection. */
    @SuppressWarnings("unchecked") // the map holds values that fit
    void addTo(Channel channel) {
        values.forEach((option, value) -> channel.config().setOption((ChannelOption<Object>) option, value));
    }
}
