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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Which {@link ChannelOption} is which {@code setsockopt(2)}, as data: a row per option, filled once per kind of
 * channel. A row is found under our name of the option, and under the epoll transport's and Netty's io_uring
 * transport's. Immutable once filled; any thread.
 *
 * @param <C> the kind of channel configuration
 */
final class SocketOptionTable<C extends AbstractIoUringChannelConfig<C>> {
    private static final String OURS = IoUringChannelOption.class.getName() + '#';
    private static final List<String> THEIRS = List.of(
            "io.netty.channel.epoll.EpollChannelOption#", "io.netty.channel.uring.IoUringChannelOption#");
    private static final SocketOption<Integer> TOS =
            new SocketOption<>("IP_TOS", IPPROTO_IP, IP_TOS, OptionFormat.INTEGER);
    private static final SocketOption<Integer> TCLASS =
            new SocketOption<>("IPV6_TCLASS", IPPROTO_IPV6, IPV6_TCLASS, OptionFormat.INTEGER);

    /** The rows by our options, in the order in which they are listed. */
    private final Map<ChannelOption<?>, Row<C, ?>> rows = new LinkedHashMap<>();
    private final Map<ChannelOption<?>, Row<C, ?>> aliases = new LinkedHashMap<>();

    private record Row<C, T>(Function<C, T> getter, BiConsumer<C, T> setter) {}

    /** An option that is a field of the configuration. */
    <T> SocketOptionTable<C> field(ChannelOption<T> option, Function<C, T> getter, BiConsumer<C, T> setter) {
        Row<C, T> row = new Row<>(getter, setter);
        rows.put(option, row);
        if (option.name().startsWith(OURS)) {
            addAliases(option.name().substring(OURS.length()), row);
        }
        return this;
    }

    /** An option of the socket that takes more than one {@code setsockopt(2)}. */
    <T> SocketOptionTable<C> ofSocket(
            ChannelOption<T> option, Function<Socket, T> getter, BiConsumer<Socket, T> setter) {
        return field(option, config -> getter.apply(config.socket()),
                (config, value) -> setter.accept(config.socket(), value));
    }

    /** An option of another transport or channel that means nothing here: may be set, has no value, is not listed. */
    SocketOptionTable<C> withoutEffect(String name) {
        Row<C, ?> row = new Row<>(config -> null, (config, value) -> { });
        addAliases(name, row);
        aliases.put(ChannelOption.valueOf(OURS + name), row);
        return this;
    }

    private void addAliases(String name, Row<C, ?> row) {
        for (String prefix : THEIRS) {
            aliases.put(ChannelOption.valueOf(prefix + name), row);
        }
    }

    SocketOptionTable<C> onOff(ChannelOption<Boolean> option, int level, int number) {
        return socket(option, level, number, OptionFormat.BOOLEAN);
    }

    SocketOptionTable<C> number(ChannelOption<Integer> option, int level, int number) {
        return socket(option, level, number, OptionFormat.INTEGER);
    }

    SocketOptionTable<C> unsigned(ChannelOption<Long> option, int level, int number) {
        return socket(option, level, number, OptionFormat.UNSIGNED);
    }

    SocketOptionTable<C> linger(ChannelOption<Integer> option, int level, int number) {
        return socket(option, level, number, OptionFormat.LINGER);
    }

    private <T> SocketOptionTable<C> socket(ChannelOption<T> option, int level, int number, OptionFormat<T> format) {
        SocketOption<T> socketOption = new SocketOption<>(manPageName(option), level, number, format);
        return ofSocket(option, socket -> socket.getOption(socketOption),
                (socket, value) -> socket.setOption(socketOption, value));
    }

    private static String manPageName(ChannelOption<?> option) {
        return option.name().substring(option.name().indexOf('#') + 1);
    }

    /** {@code IP_TOS}, which an IPv6 socket has twice: for mapped addresses and for its own. */
    SocketOptionTable<C> trafficClass(ChannelOption<Integer> option) {
        return ofSocket(option, SocketOptionTable::trafficClass, SocketOptionTable::setTrafficClass);
    }

    private static Integer trafficClass(Socket socket) {
        return socket.getOption(socket.domain() == AF_INET6 ? TCLASS : TOS);
    }

    private static void setTrafficClass(Socket socket, Integer value) {
        if (socket.domain() == AF_INET6) {
            socket.setOption(TCLASS, value);
        }
        socket.setOption(TOS, value);
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
    <T> T get(C config, ChannelOption<T> option) {
        if (option instanceof GenericUnixChannelOption<?> generic) {
            return (T) config.socket().getOption(numbered(generic));
        }
        return (T) row(option).getter.apply(config);
    }

    /** Sets an option known to the table. */
    @SuppressWarnings("unchecked") // a row is stored under an option of its own type
    <T> void set(C config, ChannelOption<T> option, T value) {
        if (option instanceof GenericUnixChannelOption<?> generic) {
            config.socket().setOption((SocketOption<T>) numbered(generic), value);
        } else {
            ((Row<C, T>) row(option)).setter.accept(config, value);
        }
    }

    private Row<C, ?> row(ChannelOption<?> option) {
        Row<C, ?> row = rows.get(option);
        return row != null ? row : aliases.get(option);
    }

    private static SocketOption<?> numbered(GenericUnixChannelOption<?> option) {
        String name = option.name() + ", level " + option.level() + ", option " + option.optname();
        return option instanceof IntegerUnixChannelOption
                ? new SocketOption<>(name, option.level(), option.optname(), OptionFormat.INTEGER)
                : new SocketOption<>(name, option.level(), option.optname(),
                        OptionFormat.raw(((RawUnixChannelOption) option).length()));
    }
}
