// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelOption;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.unix.UnixChannel;
import io.netty.channel.unix.UnixChannelOption;
import io.netty.channel.uring.IoUringChannelOption;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nettyuring.abi.SocketConstants;
import org.nettyuring.channel.IoUringDatagramChannel;
import org.nettyuring.channel.IoUringDomainDatagramChannel;
import org.nettyuring.channel.IoUringDomainSocketChannel;
import org.nettyuring.channel.IoUringServerDomainSocketChannel;
import org.nettyuring.channel.IoUringServerSocketChannel;
import org.nettyuring.channel.IoUringSocketChannel;
import org.nettyuring.testsuite.NoLeaks;

/**
 * Walks every option that any of the three transports names, over every kind of channel: what epoll's channel accepts
 * ours accepts, with the same value when it is asked for and the same effect on the socket; what epoll refuses we
 * refuse. The socket is looked at with {@code getsockopt(2)}, all of it.
 */
@ExtendWith(NoLeaks.class)
@Timeout(120)
class SocketOptionsTest {
    /**
     * Epoll keeps it in the channel until it binds, and then sets it only where the system allows fast open; here it is
     * the socket's at once, so that what is read back is what the kernel made of it: at most net.core.somaxconn.
     */
    private static final String FAST_OPEN_QUEUE =
            KernelOptions.key(SocketConstants.IPPROTO_TCP, SocketConstants.TCP_FASTOPEN);
    private static final String NO_DELAY =
            KernelOptions.key(SocketConstants.IPPROTO_TCP, SocketConstants.TCP_NODELAY);
    /** Accepted, but another transport's own business. */
    private static final Set<String> WITHOUT_EFFECT = Set.of("EPOLL_MODE", "IO_URING_BUFFER_GROUP_ID");
    private static final Set<String> NAMES_OF_EPOLL = Set.of("getEpollMode", "setEpollMode");
    /**
     * Epoll sets the TTL of unicast by the name of multicast's, which is meant here, as in {@code java.nio}; and on a
     * socket of both families it sets the other ones for one of them only.
     */
    private static final Set<String> OTHERWISE_THAN_EPOLL = Set.of("IP_MULTICAST_TTL", "setTimeToLive", "getTimeToLive",
            "IP_MULTICAST_LOOP_DISABLED", "setLoopbackModeDisabled", "IP_MULTICAST_ALL", "setIpMulticastAll",
            "IP_RECVORIGDSTADDR", "setIpRecvOrigDestAddr");
    /** Beyond the values that make sense: what the kernel refuses, and what it corrects. */
    private static final Map<Class<?>, List<?>> VALUES = Map.of(
            Boolean.class, List.of(true, false),
            Integer.class, List.of(1, 0, 7, 3_000, -1),
            Long.class, List.of(100_000L, 0L, 0xFFFF_FFFFL, -1L, 1L << 32));

    private static final List<Kind> KINDS = List.of(
            new Kind("TCP", 27, 55, () -> new IoUringSocketChannel(), EpollSocketChannel::new),
            new Kind("TCP on IPv4", 27, 55, () -> new IoUringSocketChannel(SocketProtocolFamily.INET),
                    () -> new EpollSocketChannel(SocketProtocolFamily.INET)),
            new Kind("TCP server", 16, 18, () -> new IoUringServerSocketChannel(), EpollServerSocketChannel::new),
            new Kind("TCP server on IPv4", 16, 18, () -> new IoUringServerSocketChannel(SocketProtocolFamily.INET),
                    () -> new EpollServerSocketChannel(SocketProtocolFamily.INET)),
            new Kind("UDP", 19, 18, () -> new IoUringDatagramChannel(), EpollDatagramChannel::new),
            new Kind("UDP on IPv4", 19, 18, () -> new IoUringDatagramChannel(SocketProtocolFamily.INET),
                    () -> new EpollDatagramChannel(SocketProtocolFamily.INET)),
            new Kind("Unix", 10, 0, () -> new IoUringDomainSocketChannel(), EpollDomainSocketChannel::new),
            new Kind("Unix server", 10, 0, () -> new IoUringServerDomainSocketChannel(),
                    EpollServerDomainSocketChannel::new),
            new Kind("Unix datagrams", 10, 0, () -> new IoUringDomainDatagramChannel(),
                    EpollDomainDatagramChannel::new));

    /**
     * A kind of channel.
     *
     * @param name for reports
     * @param options at least so many must have been compared
     * @param othersNames at least so many values must have been taken by other transports' names
     * @param ours makes one
     * @param epolls makes epoll's
     */
    private record Kind(String name, int options, int othersNames, Supplier<Channel> ours, Supplier<Channel> epolls) {
        void onBoth(Comparison comparison) throws Exception {
            Channel our = ours.get();
            Channel epoll = epolls.get();
            try {
                comparison.compare(our, epoll);
            } finally {
                our.unsafe().closeForcibly();
                epoll.unsafe().closeForcibly();
            }
        }

        @Override
        public String toString() {
            return name;
        }
    }

    @FunctionalInterface
    private interface Comparison {
        void compare(Channel ours, Channel epolls) throws Exception;
    }

    @BeforeAll
    static void loadEpoll() {
        Epoll.ensureAvailability();
    }

    private static Stream<Kind> kinds() {
        return KINDS.stream();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void shouldBeginWithTheOptionsOfEpollsSocket(Kind kind) throws Exception {
        kind.onBoth((ours, epolls) -> {
            assertThat(socket(ours)).hasSizeGreaterThan(20);
            assertThat(difference(ours, epolls)).isEmpty();
            assertThat(ours.config().getOptions().keySet()).as("options listed")
                    .containsAll(withoutOthersOwn(epolls.config().getOptions().keySet()));
        });
    }

    private static List<ChannelOption<?>> withoutOthersOwn(Set<ChannelOption<?>> options) {
        List<ChannelOption<?>> comparable = new ArrayList<>();
        for (ChannelOption<?> option : options) {
            if (!WITHOUT_EFFECT.contains(nameOf(option))) {
                comparable.add(ourNameOf(option));
            }
        }
        return comparable;
    }

    private static String nameOf(ChannelOption<?> option) {
        return option.name().substring(option.name().indexOf('#') + 1);
    }

    private static ChannelOption<?> ourNameOf(ChannelOption<?> option) {
        return option.name().startsWith(EpollChannelOption.class.getName() + '#')
                || option.name().startsWith(IoUringChannelOption.class.getName() + '#')
                ? ChannelOption.valueOf(org.nettyuring.channel.IoUringChannelOption.class, nameOf(option))
                : option;
    }

    /** {@return the options of which the two sockets have other values, as {@code level/number} ours epoll's} */
    private static List<String> difference(Channel ours, Channel epolls) throws Exception {
        SortedMap<String, List<Byte>> our = socket(ours);
        SortedMap<String, List<Byte>> epoll = socket(epolls);
        Set<String> keys = new TreeSet<>(our.keySet());
        keys.addAll(epoll.keySet());
        keys.removeIf(key -> Objects.equals(our.get(key), epoll.get(key)));
        return keys.stream().map(key -> key + " " + our.get(key) + " " + epoll.get(key)).toList();
    }

    private static SortedMap<String, List<Byte>> socket(Channel channel) throws Exception {
        SortedMap<String, List<Byte>> options = KernelOptions.of(((UnixChannel) channel).fd().intValue());
        options.remove(FAST_OPEN_QUEUE);
        if (channel instanceof ServerChannel) {
            options.remove(NO_DELAY); // ours hands it down, AcceptedOptionsTest
        }
        return options;
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void shouldTakeEveryOptionThatEpollTakesWithTheSameEffect(Kind kind) throws Exception {
        Map<ChannelOption<?>, Class<?>> options = options(List.of(
                ChannelOption.class, UnixChannelOption.class, EpollChannelOption.class, IoUringChannelOption.class,
                org.nettyuring.channel.IoUringChannelOption.class));
        List<String> accepted = new ArrayList<>();
        for (Map.Entry<ChannelOption<?>, Class<?>> entry : options.entrySet()) {
            for (Object value : VALUES.getOrDefault(entry.getValue(), List.of())) {
                kind.onBoth((ours, epolls) -> {
                    if (!OTHERWISE_THAN_EPOLL.contains(nameOf(entry.getKey()))
                            && setOnBoth(entry.getKey(), value, ours, epolls)) {
                        accepted.add(nameOf(entry.getKey()));
                    }
                });
            }
        }
        assertThat(Set.copyOf(accepted)).as("options compared").hasSizeGreaterThanOrEqualTo(kind.options);
    }

    /** {@return the public constants of the classes and their types, so that one that is added is not forgotten} */
    private static Map<ChannelOption<?>, Class<?>> options(List<Class<?>> holders) throws IllegalAccessException {
        Map<ChannelOption<?>, Class<?>> options = new LinkedHashMap<>();
        for (Class<?> holder : holders) {
            for (Field field : holder.getDeclaredFields()) {
                if (Modifier.isPublic(field.getModifiers()) && field.getType() == ChannelOption.class) {
                    Type type = ((ParameterizedType) field.getGenericType()).getActualTypeArguments()[0];
                    options.put((ChannelOption<?>) field.get(null), type instanceof Class<?> c ? c : Map.class);
                }
            }
        }
        return options;
    }

    /** {@return whether epoll took it} */
    private static boolean setOnBoth(ChannelOption<?> option, Object value, Channel ours, Channel epolls)
            throws Exception {
        String what = option.name() + " = " + value;
        Boolean epollTook = set(epolls.config(), option, value);
        if (Boolean.FALSE.equals(epollTook)) {
            return false; // not an option of this kind of channel there
        }
        assertThat(set(ours.config(), option, value)).as("%s: taken (true) or refused (null)", what)
                .isEqualTo(epollTook);
        assertThat(ours.config().getOption(option)).as("%s: read back", what)
                .isEqualTo(epolls.config().getOption(option));
        assertThat(difference(ours, epolls)).as("%s: the whole socket", what).isEmpty();
        return epollTook != null;
    }

    /** {@return true if it was taken, false if it is unknown, null if it was refused} */
    @SuppressWarnings("unchecked")
    private static Boolean set(ChannelConfig config, ChannelOption<?> option, Object value) {
        try {
            return config.setOption((ChannelOption<Object>) option, value);
        } catch (RuntimeException e) {
            return null;
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void shouldUnderstandTheNamesOfNettysTwoTransports(Kind kind) throws Exception {
        kind.onBoth((ours, epolls) -> {
            int understood = 0;
            for (Map.Entry<ChannelOption<?>, Class<?>> entry : options(
                    List.of(EpollChannelOption.class, IoUringChannelOption.class)).entrySet()) {
                ChannelOption<?> ourName = ourNameOf(entry.getKey());
                for (Object value : VALUES.getOrDefault(entry.getValue(), List.of())) {
                    assertThat(set(ours.config(), entry.getKey(), value)).as("%s = %s", entry.getKey().name(), value)
                            .isEqualTo(set(ours.config(), ourName, value));
                    assertThat(ours.config().getOption(entry.getKey())).as(entry.getKey().name())
                            .isEqualTo(ours.config().getOption(ourName));
                    understood += Boolean.TRUE.equals(set(ours.config(), entry.getKey(), value)) ? 1 : 0;
                }
            }
            assertThat(understood).isGreaterThanOrEqualTo(kind.othersNames);
        });
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void shouldHaveTheGettersAndSettersOfEpollsConfiguration(Kind kind) throws Exception {
        kind.onBoth((ours, epolls) -> {
            List<String> missing = new ArrayList<>();
            for (Method method : epolls.config().getClass().getMethods()) {
                if (method.getName().matches("(is|get|set)[A-Z].*") && !NAMES_OF_EPOLL.contains(method.getName())
                        && find(ours.config(), method) == null) {
                    missing.add(method.getName());
                }
            }
            assertThat(missing).isEmpty();
        });
    }

    private static Method find(ChannelConfig config, Method like) {
        try {
            return config.getClass().getMethod(like.getName(), like.getParameterTypes());
        } catch (NoSuchMethodException e) {
            return null;
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void shouldDoInEverySetterWhatEpollsDoes(Kind kind) throws Exception {
        List<Method> setters = new ArrayList<>();
        kind.onBoth((ours, epolls) -> {
            for (Method method : epolls.config().getClass().getMethods()) {
                if (method.getName().startsWith("set") && !OTHERWISE_THAN_EPOLL.contains(method.getName())
                        && method.getParameterCount() == 1
                        && method.getParameterTypes()[0].isPrimitive()) {
                    setters.add(method);
                }
            }
        });
        for (Method setter : setters) {
            for (Object value : VALUES.get(boxed(setter.getParameterTypes()[0]))) {
                kind.onBoth((ours, epolls) -> callOnBoth(setter, value, ours, epolls));
            }
        }
        assertThat(setters).hasSizeGreaterThan(10);
    }

    private static Class<?> boxed(Class<?> primitive) {
        return primitive == boolean.class ? Boolean.class : primitive == int.class ? Integer.class : Long.class;
    }

    private static void callOnBoth(Method setter, Object value, Channel ours, Channel epolls) throws Exception {
        String what = setter.getName() + "(" + value + ")";
        boolean epollTook = call(epolls.config(), setter, value);
        assertThat(call(ours.config(), setter, value)).as(what).isEqualTo(epollTook);
        assertThat(difference(ours, epolls)).as("%s: the whole socket", what).isEmpty();
        for (Method getter : epolls.config().getClass().getMethods()) {
            if (getter.getName().matches("(is|get)[A-Z].*") && getter.getParameterCount() == 0
                    && getter.getReturnType().isPrimitive() && !OTHERWISE_THAN_EPOLL.contains(getter.getName())) {
                assertThat(find(ours.config(), getter).invoke(ours.config())).as("%s, %s", what, getter.getName())
                        .isEqualTo(getter.invoke(epolls.config()));
            }
        }
    }

    private static boolean call(ChannelConfig config, Method setter, Object value) throws Exception {
        try {
            find(config, setter).invoke(config, value);
            return true;
        } catch (InvocationTargetException e) {
            return false;
        }
    }
}
