// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.nettyuring.abi.Errno.EINVAL;
import static org.nettyuring.abi.Errno.EPERM;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_NOP;
import static org.nettyuring.abi.IoUringConstants.IORING_REGISTER_PBUF_RING;
import static org.nettyuring.abi.IoUringConstants.IORING_REGISTER_RING_FDS;
import static org.nettyuring.abi.IoUringConstants.IORING_REGISTER_SEND_MSG_RING;
import static org.nettyuring.abi.IoUringConstants.IORING_SETUP_COOP_TASKRUN;
import static org.nettyuring.abi.IoUringConstants.IORING_SETUP_DEFER_TASKRUN;
import static org.nettyuring.abi.IoUringConstants.IORING_SETUP_SINGLE_ISSUER;
import static org.nettyuring.abi.IoUringConstants.IORING_SETUP_TASKRUN_FLAG;

import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nettyuring.abi.RingLayouts.Params;
import org.nettyuring.sys.ErrnoException;
import org.nettyuring.sys.Syscalls;

/** What is found out about kernels that have less than this one. */
class CapabilitiesTest {
    private static final int UNKNOWN_OPCODE = 200;

    @RegisterExtension
    final RingFixture fixture = new RingFixture();

    @Test
    void shouldProbeOncePerKernel() throws Exception {
        AtomicInteger setups = new AtomicInteger();
        Syscalls kernel = intercept((method, arguments) -> {
            if (method.equals("ioUringSetup")) {
                setups.incrementAndGet();
            }
            return null;
        });
        RingCapabilities first = RingCapabilities.of(kernel);
        int probing = setups.get();
        assertTrue(probing > 0);
        assertSame(first, RingCapabilities.of(kernel));
        assertEquals(probing, setups.get());
        assertTrue(first.supportsOpcode(IORING_OP_NOP));
        assertFalse(first.supportsOpcode(UNKNOWN_OPCODE));
    }

    @Test
    void shouldDoWithoutASetupFlagThatTheKernelRefuses() throws Exception {
        Syscalls kernel = refusingSetupFlags(IORING_SETUP_DEFER_TASKRUN);
        RingCapabilities capabilities = RingCapabilities.of(kernel);
        assertFalse(capabilities.has(Feature.DEFER_TASKRUN));
        assertEquals("EINVAL from io_uring_setup", capabilities.whyNot(Feature.DEFER_TASKRUN));
        assertTrue(capabilities.has(Feature.SINGLE_ISSUER));
        int flags = RingSetup.flags(capabilities);
        assertEquals(IORING_SETUP_COOP_TASKRUN | IORING_SETUP_TASKRUN_FLAG | IORING_SETUP_SINGLE_ISSUER, flags
                & (IORING_SETUP_COOP_TASKRUN | IORING_SETUP_TASKRUN_FLAG | IORING_SETUP_SINGLE_ISSUER
                        | IORING_SETUP_DEFER_TASKRUN));
        assertNopCompletes(kernel);
    }

    @Test
    void shouldDoWithoutAllOptionalSetupFlags() throws Exception {
        Syscalls kernel = refusingSetupFlags(~RingSetup.BASE_FLAGS);
        RingCapabilities capabilities = RingCapabilities.of(kernel);
        assertEquals(RingSetup.BASE_FLAGS, RingSetup.flags(capabilities));
        assertNopCompletes(kernel);
    }

    @Test
    void shouldDoWithoutRegistrationsThatTheKernelRefuses() throws Exception {
        Set<Integer> refused =
                Set.of(IORING_REGISTER_PBUF_RING, IORING_REGISTER_RING_FDS, IORING_REGISTER_SEND_MSG_RING);
        Syscalls kernel = intercept((method, arguments) ->
                method.equals("ioUringRegister") && refused.contains(arguments[1]) ? -EINVAL : null);
        RingCapabilities capabilities = RingCapabilities.of(kernel);
        assertEquals("EINVAL from io_uring_register", capabilities.whyNot(Feature.PBUF_RING));
        assertEquals("EINVAL from io_uring_register", capabilities.whyNot(Feature.PBUF_RING_INC));
        assertEquals("needs pbuf_ring", capabilities.whyNot(Feature.RECV_MULTISHOT));
        assertEquals("EINVAL from io_uring_register", capabilities.whyNot(Feature.REGISTERED_RING));
        assertEquals("EINVAL from io_uring_register", capabilities.whyNot(Feature.REGISTER_SEND_MSG_RING));
        assertNopCompletes(kernel);
    }

    @Test
    void shouldFindNoFeatureBitsOnAnOldKernel() throws Exception {
        Syscalls real = fixture.syscalls();
        Syscalls kernel = intercept((method, arguments) -> {
            if (!method.equals("ioUringSetup")) {
                return null;
            }
            int fd = real.ioUringSetup((int) arguments[0], (long) arguments[1]);
            ByteBuffer params = real.view((long) arguments[1], Params.SIZE);
            params.putInt(Params.FEATURES_OFFSET, 0);
            return fd;
        });
        RingCapabilities capabilities = RingCapabilities.of(kernel);
        assertEquals("not among the ring's features", capabilities.whyNot(Feature.EXT_ARG));
        assertEquals("not among the ring's features", capabilities.whyNot(Feature.NO_IOWAIT));
        // Without FEAT_SINGLE_MMAP each queue has a mapping of its own.
        assertNopCompletes(kernel);
    }

    @Test
    void shouldSayWhatToDoWhenThereIsNoRingAtAllAndTryAgainLater() throws Exception {
        AtomicBoolean forbidden = new AtomicBoolean(true);
        Syscalls kernel = intercept((method, arguments) ->
                method.equals("ioUringSetup") && forbidden.get() ? -EPERM : null);
        ErrnoException e = assertThrows(ErrnoException.class, () -> RingCapabilities.of(kernel));
        assertEquals(EPERM, e.errno());
        assertTrue(e.getMessage().startsWith("io_uring_setup("), e.getMessage());
        assertTrue(e.getMessage().contains("kernel.io_uring_disabled"), e.getMessage());
        assertTrue(e.getMessage().contains("seccomp"), e.getMessage());
        forbidden.set(false);
        assertNopCompletes(kernel);
    }

    @ParameterizedTest
    @EnumSource(Feature.class)
    void shouldWorkWithEachFeatureSwitchedOff(Feature feature) throws Exception {
        Ring ring = fixture.ring(8, 16, Set.of(feature));
        assertFalse(ring.capabilities().has(feature));
        String ofKernel = RingCapabilities.of(fixture.syscalls()).whyNot(feature);
        assertEquals(ofKernel.isEmpty() ? "switched off" : ofKernel, ring.capabilities().whyNot(feature));
        ring.nextSqe().prepNop();
        assertEquals(0, fixture.awaitRes(ring));
        assertFalse(feature.since().isEmpty());
        assertFalse(feature.purpose().isEmpty());
    }

    @Test
    void shouldSwitchOffWhatNeedsASwitchedOffFeature() throws Exception {
        fixture.assume(Feature.DEFER_TASKRUN);
        Ring ring = fixture.ring(8, 16, Set.of(Feature.SINGLE_ISSUER, Feature.PBUF_RING, Feature.COOP_TASKRUN));
        assertEquals("needs single_issuer", ring.capabilities().whyNot(Feature.DEFER_TASKRUN));
        assertEquals("needs pbuf_ring", ring.capabilities().whyNot(Feature.RECV_MULTISHOT));
        assertEquals("needs defer_taskrun or coop_taskrun", ring.capabilities().whyNot(Feature.TASKRUN_FLAG));
    }

    @Test
    void shouldReadSwitchesByTheirKeys() {
        assertEquals(Set.of(), FeatureSwitches.parse(""));
        Set<Feature> two = Set.of(Feature.MSG_RING, Feature.PBUF_RING_INC);
        assertEquals(two, FeatureSwitches.parse("msg_ring, PBUF-RING-INC,"));
        for (Feature feature : Feature.values()) {
            assertEquals(Set.of(feature), FeatureSwitches.parse(feature.key()));
        }
    }

    @Test
    void shouldRefuseASwitchWithATypo() {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> FeatureSwitches.parse("msgring"));
        assertTrue(e.getMessage().startsWith("-Dorg.nettyuring.disable: msgring (expected: of [single_issuer, "),
                e.getMessage());
    }

    private Syscalls intercept(InterceptedSyscalls.Interceptor interceptor) {
        return InterceptedSyscalls.of(fixture.syscalls(), interceptor);
    }

    private Syscalls refusingSetupFlags(int refused) {
        Syscalls real = fixture.syscalls();
        return intercept((method, arguments) -> {
            if (!method.equals("ioUringSetup")) {
                return null;
            }
            int flags = real.view((long) arguments[1], Params.SIZE).getInt(Params.FLAGS_OFFSET);
            return (flags & refused) != 0 ? -EINVAL : null;
        });
    }

    private void assertNopCompletes(Syscalls kernel) throws ErrnoException {
        Ring ring = fixture.own(Ring.create(new RingConfig(kernel, 8, 16)));
        ring.enable();
        ring.nextSqe().prepNop().userData(3);
        ring.submitAndWait(1, -1);
        CqeBatch batch = new CqeBatch(1);
        assertEquals(1, ring.drainTo(batch));
        assertEquals(3, batch.userData(0));
    }
}
