// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import static org.nettyuring.abi.SocketConstants.AF_INET6;
import static org.nettyuring.abi.SocketConstants.IPPROTO_IP;
import static org.nettyuring.abi.SocketConstants.IPPROTO_IPV6;
import static org.nettyuring.abi.SocketConstants.IPV6_TCLASS;
import static org.nettyuring.abi.SocketConstants.IP_TOS;

import io.netty.channel.ChannelOption;
import io.netty.channel.unix.GenericUnixChannelOption;
import io.netty.channel.unix.IntegerUnixChannelOption;
import io.netty.channel.unix.RawUnixChannelOption;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.nettyuring.abi.SocketLayouts.Linger;

/**
 * Which {@link ChannelOption} is which {@code setsockopt(2)}, as data: a row per option, filled once per kind of
 * channel. Immutable after that; any thread.
 *
 * @param <C> the kind of channel configuration
 */
final class SocketOptionTable<C> {
    private static final String EPOLL_OPTIONS = "io.netty.channel.epoll.EpollChannelOption#";

    private final Function<C, Socket> sockets;
    private final Map<ChannelOption<?>, Row<C, ?>> rows = new LinkedHashMap<>();
    private final Map<ChannelOption<?>, Row<C, ?>> aliases = new LinkedHashMap<>();

    /**
     * Makes an empty table.
     *
     * @param sockets finds the socket of a configuration
     */
    SocketOptionTable(Function<C, Socket> sockets) {
        this.sockets = sockets;
    }

    /** How an option's value stands in memory. */
    private interface Format<T> {
        Format<Boolean> BOOLEAN = of(
                Integer.BYTES, value -> value.getInt(0) != 0, (value, on) -> value.putInt(0, on ? 1 : 0));
        Format<Integer> INTEGER = of(
                Integer.BYTES, value -> value.getInt(0), (value, number) -> value.putInt(0, number));
        Format<Long> UNSIGNED = of(
                Integer.BYTES, value -> Integer.toUnsignedLong(value.getInt(0)),
                (value, number) -> value.putInt(0, (int) (long) number));
        Format<Integer> LINGER = of(Linger.SIZE,
                value -> value.getInt(Linger.L_ONOFF_OFFSET) == 0 ? -1 : value.getInt(Linger.L_LINGER_OFFSET),
                (value, seconds) -> {
                    value.putInt(Linger.L_ONOFF_OFFSET, seconds < 0 ? 0 : 1);
                    value.putInt(Linger.L_LINGER_OFFSET, Math.max(0, seconds));
                });

        int length();

        T read(ByteBuffer value);

        void write(ByteBuffer value, T newValue);

        static <T> Format<T> of(int length, Function<ByteBuffer, T> reader, BiConsumer<ByteBuffer, T> writer) {
            return new Format<>() {
                @Override
                public int length() {
                    return length;
                }

                @Override
                public T read(ByteBuffer value) {
                    return reader.apply(value);
                }

                @Override
                public void write(ByteBuffer value, T newValue) {
                    writer.accept(value, newValue);
                }
            };
        }
    }

    private static final class Row<C, T> {
        final Function<C, T> getter;
        final BiConsumer<C, T> setter;

        Row(Function<C, T> getter, BiConsumer<C, T> setter) {
            this.getter = getter;
            this.setter = setter;
        }
    }

    /** An option that is a field of the configuration. */
    <T> SocketOptionTable<C> field(ChannelOption<T> option, Function<C, T> getter, BiConsumer<C, T> setter) {
        rows.put(option, new Row<>(getter, setter));
        String name = option.name().substring(option.name().indexOf('#') + 1);
        if (option.name().startsWith(IoUringChannelOption.class.getName())) {
            aliases.put(ChannelOption.valueOf(EPOLL_OPTIONS + name), rows.get(option));
        }
        return this;
    }

    SocketOptionTable<C> onOff(ChannelOption<Boolean> option, int level, int name) {
        return socket(option, level, name, Format.BOOLEAN);
    }

    SocketOptionTable<C> number(ChannelOption<Integer> option, int level, int name) {
        return socket(option, level, name, Format.INTEGER);
    }

    SocketOptionTable<C> unsigned(ChannelOption<Long> option, int level, int name) {
        return socket(option, level, name, Format.UNSIGNED);
    }

    SocketOptionTable<C> linger(ChannelOption<Integer> option, int level, int name) {
        return socket(option, level, name, Format.LINGER);
    }

    /** {@code IP_TOS}, which an IPv6 socket has twice: for mapped addresses and for its own. */
    SocketOptionTable<C> trafficClass(ChannelOption<Integer> option) {
        return field(option, holder -> get(sockets.apply(holder), IPPROTO_IP, IP_TOS, Format.INTEGER),
                (holder, value) -> setTrafficClass(sockets.apply(holder), value));
    }

    private static void setTrafficClass(Socket socket, Integer value) {
        set(socket, IPPROTO_IP, IP_TOS, Format.INTEGER, value);
        if (socket.domain() == AF_INET6) {
            set(socket, IPPROTO_IPV6, IPV6_TCLASS, Format.INTEGER, value);
        }
    }

    private <T> SocketOptionTable<C> socket(ChannelOption<T> option, int level, int name, Format<T> format) {
        return field(
                option,
                holder -> get(sockets.apply(holder), level, name, format),
                (holder, value) -> set(sockets.apply(holder), level, name, format, value));
    }

    private static <T> T get(Socket socket, int level, int name, Format<T> format) {
        return socket.getOption(level, name, format.length(), format::read);
    }

    private static <T> void set(Socket socket, int level, int name, Format<T> format, T newValue) {
        socket.setOption(level, name, format.length(), value -> {
            format.write(value, newValue);
            return value;
        });
    }

    /** {@return the options that have a row, to be listed} */
    ChannelOption<?>[] options() {
        return rows.keySet().toArray(new ChannelOption<?>[0]);
    }

    /** {@return whether {@link #get} and {@link #set} know an option} */
    boolean knows(ChannelOption<?> option) {
        return option instanceof GenericUnixChannelOption || rows.containsKey(option) || aliases.containsKey(option);
    }

    /** {@return an option's value} */
    @SuppressWarnings("unchecked") // a row is stored under an option of its own type
    <T> T get(C holder, ChannelOption<T> option) {
        if (option instanceof GenericUnixChannelOption) {
            return (T) getGeneric(sockets.apply(holder), (GenericUnixChannelOption<?>) option);
        }
        return (T) row(option).getter.apply(holder);
    }

    /** Sets an option known to the table. */
    @SuppressWarnings("unchecked") // a row is stored under an option of its own type
    <T> void set(C holder, ChannelOption<T> option, T value) {
        if (option instanceof GenericUnixChannelOption) {
            setGeneric(sockets.apply(holder), (GenericUnixChannelOption<?>) option, value);
        } else {
            ((Row<C, T>) row(option)).setter.accept(holder, value);
        }
    }

    private Row<C, ?> row(ChannelOption<?> option) {
        Row<C, ?> row = rows.get(option);
        return row != null ? row : aliases.get(option);
    }

    private static Object getGeneric(Socket socket, GenericUnixChannelOption<?> option) {
        if (option instanceof IntegerUnixChannelOption) {
            return get(socket, option.level(), option.optname(), Format.INTEGER);
        }
        int length = ((RawUnixChannelOption) option).length();
        return socket.getOption(option.level(), option.optname(), length, value -> {
            ByteBuffer copy = ByteBuffer.allocate(length);
            for (int i = 0; i < length; i++) {
                copy.put(i, value.get(i));
            }
            return copy;
        });
    }

    private static void setGeneric(Socket socket, GenericUnixChannelOption<?> option, Object newValue) {
        if (option instanceof IntegerUnixChannelOption) {
            set(socket, option.level(), option.optname(), Format.INTEGER, (Integer) newValue);
            return;
        }
        ByteBuffer source = (ByteBuffer) newValue;
        int length = ((RawUnixChannelOption) option).length();
        socket.setOption(option.level(), option.optname(), length, value -> {
            for (int i = 0; i < length; i++) {
                value.put(i, source.get(source.position() + i));
            }
            return value;
        });
    }
}
