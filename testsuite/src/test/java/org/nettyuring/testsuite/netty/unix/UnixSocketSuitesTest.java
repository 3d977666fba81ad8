// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.netty.unix;

import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.testsuite.transport.TestsuitePermutation.BootstrapComboFactory;
import io.netty.testsuite.transport.socket.AbstractSocketReuseFdTest;
import io.netty.testsuite.transport.socket.CompositeBufferGatheringWriteTest;
import io.netty.testsuite.transport.socket.SocketAddressesTest;
import io.netty.testsuite.transport.socket.SocketAutoReadTest;
import io.netty.testsuite.transport.socket.SocketBufReleaseTest;
import io.netty.testsuite.transport.socket.SocketCancelWriteTest;
import io.netty.testsuite.transport.socket.SocketConditionalWritabilityTest;
import io.netty.testsuite.transport.socket.SocketDataReadInitialStateTest;
import io.netty.testsuite.transport.socket.SocketEchoTest;
import io.netty.testsuite.transport.socket.SocketExceptionHandlingTest;
import io.netty.testsuite.transport.socket.SocketFileRegionTest;
import io.netty.testsuite.transport.socket.SocketFixedLengthEchoTest;
import io.netty.testsuite.transport.socket.SocketGatheringWriteTest;
import io.netty.testsuite.transport.socket.SocketHalfClosedTest;
import io.netty.testsuite.transport.socket.SocketObjectEchoTest;
import io.netty.testsuite.transport.socket.SocketReadPendingTest;
import io.netty.testsuite.transport.socket.SocketRstTest;
import io.netty.testsuite.transport.socket.SocketStringEchoTest;
import java.net.SocketAddress;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestInfo;
import org.nettyuring.testsuite.Mode;
import org.nettyuring.testsuite.UnixNames;

/**
 * Netty's suites for streams, over Unix domain sockets; those that wait for seconds on ours with itself only. Missing
 * are those that cast to {@code SocketChannel} or {@code InetSocketAddress} and so can pass with no transport, epoll
 * included; {@code suites.txt} names them.
 */
class UnixSocketSuitesTest {
    @Nested
    class CompositeBufferGatheringWrite extends CompositeBufferGatheringWriteTest {
        @Override
        protected List<BootstrapComboFactory<ServerBootstrap, Bootstrap>> newFactories() {
            return UnixTestPermutation.pairs();
        }

        @Override
        protected SocketAddress newSocketAddress() {
            return UnixNames.path();
        }
    }

    @Nested
    class Addresses extends SocketAddressesTest {
        @Override
        protected List<BootstrapComboFactory<ServerBootstrap, Bootstrap>> newFactories() {
            return UnixTestPermutation.pairs();
        }

        @Override
        protected SocketAddress newSocketAddress() {
            return UnixNames.path();
        }

        @Override
        protected void assertAddress(SocketAddress address) {
            assertThat(address).isInstanceOf(DomainSocketAddress.class);
        }
    }

    @Nested
    class AutoRead extends SocketAutoReadTest {
        @Override
        protected List<BootstrapComboFactory<ServerBootstrap, Bootstrap>> newFactories() {
            return UnixTestPermutation.pairs();
        }

        @Override
        protected SocketAddress newSocketAddress() {
            return UnixNames.path();
        }
    }

    @Nested
    class BufRelease extends SocketBufReleaseTest {
        @Override
        protected List<BootstrapComboFactory<ServerBootstrap, Bootstrap>> newFactories() {
            return UnixTestPermutation.pairs();
        }

        @Override
        protected SocketAddress newSocketAddress() {
            return UnixNames.path();
        }
    }

    @Nested
    class CancelWrite extends SocketCancelWriteTest {
        @Override
        protected List<BootstrapComboFactory<ServerBootstrap, Bootstrap>> newFactories() {
            return UnixTestPermutation.pairs();
        }

        @Override
        protected SocketAddress newSocketAddress() {
            return UnixNames.path();
        }
    }

    @Nested
    class ConditionalWritability extends SocketConditionalWritabilityTest {
        @Override
        protected List<BootstrapComboFactory<ServerBootstrap, Bootstrap>> newFactories() {
            return UnixTestPermutation.pairs();
        }

        @Override
        protected SocketAddress newSocketAddress() {
            return UnixNames.path();
        }
    }

    @Nested
    class DataReadInitialState extends SocketDataReadInitialStateTest {
        @Override
        protected List<BootstrapComboFactory<ServerBootstrap, Bootstrap>> newFactories() {
            return UnixTestPermutation.pairs();
        }

        @Override
        protected SocketAddress newSocketAddress() {
            return UnixNames.path();
        }
    }

    @Nested
    class Echo extends SocketEchoTest {
        @Override
        protected List<BootstrapComboFactory<ServerBootstrap, Bootstrap>> newFactories() {
            return UnixTestPermutation.pairs();
        }

        @Override
        protected SocketAddress newSocketAddress() {
            return UnixNames.path();
        }
    }

    @Nested
    class ExceptionHandling extends SocketExceptionHandlingTest {
        @Override
        protected List<BootstrapComboFactory<ServerBootstrap, Bootstrap>> newFactories() {
            return UnixTestPermutation.oneWithItself();
        }

        @Override
        protected SocketAddress newSocketAddress() {
            return UnixNames.path();
        }
    }

    @Nested
    class FileRegion extends SocketFileRegionTest {
        @Override
        protected List<BootstrapComboFactory<ServerBootstrap, Bootstrap>> newFactories() {
            return UnixTestPermutation.pairs();
        }

        @Override
        protected SocketAddress newSocketAddress() {
            return UnixNames.path();
        }
    }

    @Nested
    class FixedLengthEcho extends SocketFixedLengthEchoTest {
        @Override
        protected List<BootstrapComboFactory<ServerBootstrap, Bootstrap>> newFactories() {
            return UnixTestPermutation.pairs();
        }

        @Override
        protected SocketAddress newSocketAddress() {
            return UnixNames.path();
        }
    }

    @Nested
    class GatheringWrite extends SocketGatheringWriteTest {
        @Override
        protected List<BootstrapComboFactory<ServerBootstrap, Bootstrap>> newFactories() {
            return UnixTestPermutation.pairs();
        }

        @Override
        protected SocketAddress newSocketAddress() {
            return UnixNames.path();
        }
    }

    @Nested
    class HalfClosed extends SocketHalfClosedTest {
        @Override
        protected List<BootstrapComboFactory<ServerBootstrap, Bootstrap>> newFactories() {
            return UnixTestPermutation.pairs();
        }

        @Override
        protected SocketAddress newSocketAddress() {
            return UnixNames.path();
        }

        /** Blocks a loop until its peer has got all that was written before: the first send must take everything. */
        @Override
        public void testAutoCloseFalseDoesShutdownOutput(ServerBootstrap sb, Bootstrap cb) throws Throwable {
            assumeFalse(Mode.selected().isFaulty(), "a send that is cut short goes on when the loop does");
            super.testAutoCloseFalseDoesShutdownOutput(sb, cb);
        }

        /** Not run: Unix sockets know no {@code SO_LINGER}; it fails with epoll as well. */
        @Override
        public void testHalfClosureReceiveDataOnFinalWait2StateWhenSoLingerSet(TestInfo testInfo) {}
    }

    @Nested
    class ObjectEcho extends SocketObjectEchoTest {
        @Override
        protected List<BootstrapComboFactory<ServerBootstrap, Bootstrap>> newFactories() {
            return UnixTestPermutation.pairs();
        }

        @Override
        protected SocketAddress newSocketAddress() {
            return UnixNames.path();
        }
    }

    @Nested
    class ReadPending extends SocketReadPendingTest {
        @Override
        protected List<BootstrapComboFactory<ServerBootstrap, Bootstrap>> newFactories() {
            return UnixTestPermutation.oneWithItself();
        }

        @Override
        protected SocketAddress newSocketAddress() {
            return UnixNames.path();
        }
    }

    @Nested
    class Rst extends SocketRstTest {
        @Override
        protected List<BootstrapComboFactory<ServerBootstrap, Bootstrap>> newFactories() {
            return UnixTestPermutation.pairs();
        }

        @Override
        protected SocketAddress newSocketAddress() {
            return UnixNames.path();
        }

        /** Not run: Unix sockets know no {@code SO_LINGER}; it fails with epoll as well. */
        @Override
        public void testSoLingerZeroCausesOnlyRstOnClose(TestInfo testInfo) {}
    }

    @Nested
    class StringEcho extends SocketStringEchoTest {
        @Override
        protected List<BootstrapComboFactory<ServerBootstrap, Bootstrap>> newFactories() {
            return UnixTestPermutation.pairs();
        }

        @Override
        protected SocketAddress newSocketAddress() {
            return UnixNames.path();
        }
    }

    @Nested
    class AbstractNameEcho extends SocketEchoTest {
        @Override
        protected List<BootstrapComboFactory<ServerBootstrap, Bootstrap>> newFactories() {
            return UnixTestPermutation.pairs();
        }

        @Override
        protected SocketAddress newSocketAddress() {
            return UnixNames.abstractName();
        }
    }

    @Nested
    class ReuseFd extends AbstractSocketReuseFdTest {
        @Override
        protected List<BootstrapComboFactory<ServerBootstrap, Bootstrap>> newFactories() {
            return UnixTestPermutation.pairs();
        }

        @Override
        protected SocketAddress newSocketAddress() {
            return UnixNames.path();
        }
    }
}
