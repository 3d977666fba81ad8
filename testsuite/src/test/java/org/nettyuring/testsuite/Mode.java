// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite;

import static org.nettyuring.ring.Feature.ACCEPT_MULTISHOT;
import static org.nettyuring.ring.Feature.DEFER_TASKRUN;
import static org.nettyuring.ring.Feature.MSG_RING;
import static org.nettyuring.ring.Feature.PBUF_RING;
import static org.nettyuring.ring.Feature.PBUF_RING_INC;
import static org.nettyuring.ring.Feature.RECVSEND_BUNDLE;
import static org.nettyuring.ring.Feature.RECV_MULTISHOT;
import static org.nettyuring.ring.Feature.REGISTERED_RING;
import static org.nettyuring.ring.Feature.REGISTER_SEND_MSG_RING;

import io.netty.channel.IoHandlerFactory;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.nettyuring.channel.IoUringEventLoopGroup;
import org.nettyuring.loop.IoUringIoHandler;
import org.nettyuring.loop.IoUringIoHandlerConfig;
import org.nettyuring.ring.Feature;
import org.nettyuring.sys.NativeSyscalls;
import org.nettyuring.sys.Syscalls;
import org.nettyuring.testsuite.faults.FaultyKernel;

/**
 * The conditions under which the suites of the real kernel must pass: a kernel that lacks something, little room, a
 * kernel that is difficult. One mode per JVM, chosen by {@code -Dorg.nettyuring.testsuite.mode=no-multishot}; {@code
 * ./dev test} runs {@link #DEFAULT} and {@link #MINIMAL}, {@code ./dev test --all-modes} all of them.
 */
public enum Mode {
    DEFAULT,
    NO_PROVIDED_BUFFERS(PBUF_RING),
    NO_MULTISHOT(RECV_MULTISHOT, ACCEPT_MULTISHOT),
    NO_MSG_RING(MSG_RING),
    NO_DEFER_TASKRUN(DEFER_TASKRUN),
    NO_INCREMENTAL_BUFFERS(PBUF_RING_INC),
    NO_BUNDLES(RECVSEND_BUNDLE),
    NO_REGISTERED_RING(REGISTERED_RING),
    EVENTFD_ONLY(MSG_RING, REGISTER_SEND_MSG_RING),
    /** Everything off that can be off. */
    MINIMAL(Feature.values()),
    /** Most submissions wait in the backlog, and completions overflow. */
    SMALL_RING(new Sizes(8, 16, 0, 0, 0)),
    /** Receive memory runs out. */
    FEW_BUFFERS(new Sizes(0, 0, 16, 2048, 0)),
    /** Every message is received as large ones are. */
    DIRECT_RECEIVES(new Sizes(0, 0, 0, 0, 1)),
    /** All that Linux may do to a ring, by {@code -Dorg.nettyuring.testsuite.seed=N}. */
    FAULTS(true);

    private static final String PREFIX = "org.nettyuring.";
    private static final String PROPERTY = PREFIX + "testsuite.mode";
    private static final Mode SELECTED = of(System.getProperty(PROPERTY, DEFAULT.key()));

    @SuppressWarnings("ImmutableEnumChecker") // unmodifiable
    private final Set<Feature> disabled;
    @SuppressWarnings("ImmutableEnumChecker") // a record of numbers
    private final Sizes sizes;
    private final boolean faulty;

    /** Of a loop's ring, receive memory and large messages; 0 for the default. */
    public record Sizes(int ringSize, int cqSize, int bufferCount, int bufferSize, int directReceives) {
        static final Sizes USUAL = new Sizes(0, 0, 0, 0, 0);
    }

    /** One kernel for all rings of the JVM. */
    private static final class Kernel {
        static final long SEED = Long.getLong(PREFIX + "testsuite.seed", System.nanoTime() & Integer.MAX_VALUE);
        static final FaultyKernel FAULTY = new FaultyKernel(NativeSyscalls.get(), SEED);

        static {
            System.out.println("faults: repeat with ./dev test --mode faults --seed " + SEED);
        }
    }

    Mode(Feature... disabled) {
        this(Sizes.USUAL, false, disabled);
    }

    Mode(Sizes sizes) {
        this(sizes, false);
    }

    Mode(boolean faulty) {
        this(Sizes.USUAL, faulty);
    }

    Mode(Sizes sizes, boolean faulty, Feature... disabled) {
        Set<Feature> features = EnumSet.noneOf(Feature.class);
        Collections.addAll(features, disabled);
        this.disabled = Collections.unmodifiableSet(features);
        this.sizes = sizes;
        this.faulty = faulty;
    }

    /** {@return this JVM's mode} */
    public static Mode selected() {
        return SELECTED;
    }

    /**
     * {@return the mode of a name}
     *
     * @param key as in {@link #key()}
     */
    static Mode of(String key) {
        for (Mode mode : values()) {
            if (mode.key().equals(key)) {
                return mode;
            }
        }
        throw new IllegalArgumentException("no such mode: " + key + " (expected: one of "
                + Set.of(values()).stream().map(Mode::key).sorted().collect(Collectors.joining(", ")) + ")");
    }

    /** {@return the name, e.g. {@code "no-multishot"}} */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** {@return what is switched off} */
    public Set<Feature> disabled() {
        return disabled;
    }

    public Sizes sizes() {
        return sizes;
    }

    /** {@return whether the kernel is disturbed on purpose} */
    public boolean isFaulty() {
        return faulty;
    }

    /** Makes this mode the default of every ring that the process makes. Before the transport's classes are used. */
    public void install() {
        if (!disabled.isEmpty()) {
            System.setProperty(PREFIX + "disable",
                    disabled.stream().map(Feature::key).collect(Collectors.joining(",")));
        }
        install("ringSize", sizes.ringSize());
        install("cqSize", sizes.cqSize());
        install("bufferCount", sizes.bufferCount());
        install("bufferSize", sizes.bufferSize());
        install("directReceives", sizes.directReceives());
    }

    private static void install(String property, int value) {
        if (value > 0) {
            System.setProperty(PREFIX + property, Integer.toString(value));
        }
    }

    /** {@return what puts a child process into this mode, if it calls {@link #install}} */
    public List<String> jvmArguments() {
        String mode = "-D" + PROPERTY + '=' + key();
        return faulty ? List.of(mode, "-D" + PREFIX + "testsuite.seed=" + Kernel.SEED) : List.of(mode);
    }

    /** {@return settings of this mode, to be refined; with its kernel, which only comes with these} */
    public IoUringIoHandlerConfig.Builder config() {
        IoUringIoHandlerConfig.Builder builder = IoUringIoHandlerConfig.builder().syscalls(kernel());
        disabled.forEach(builder::disable);
        return builder;
    }

    /** {@return a factory of handlers of this mode, with no other settings} */
    public IoHandlerFactory ioHandlerFactory() {
        return IoUringIoHandler.newFactory(config().build());
    }

    /**
     * {@return loops of this mode, the caller's to shut down}
     *
     * @param threads event loops
     */
    public IoUringEventLoopGroup newGroup(int threads) {
        return new IoUringEventLoopGroup(threads, config().build());
    }

    /** {@return the kernel of this mode; one object per JVM} */
    public Syscalls kernel() {
        return faulty ? Kernel.FAULTY.syscalls() : NativeSyscalls.get();
    }

    /** {@return the disturbed kernel, of a mode that has one} */
    public FaultyKernel faultyKernel() {
        if (!faulty) {
            throw new IllegalStateException("no faults in mode " + key());
        }
        return Kernel.FAULTY;
    }

    @Override
    public String toString() {
        return key();
    }
}
