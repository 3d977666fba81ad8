// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.nettyuring.memory.NativeRegion;
import org.nettyuring.sys.NativeSyscalls;

class NoLeaksTest {
    @Test
    void shouldPassATestThatCleansUp() {
        assertThat(failureOf("shouldCleanUp")).isNull();
    }

    @Test
    void shouldNameANativeRegionLeftBehind() throws Exception {
        assertThat(failureOf("shouldLeaveARegion")).contains("native memory").contains("forgotten region");
        Guinea.region.close();
    }

    @Test
    void shouldNameADescriptorLeftBehind() throws Exception {
        assertThat(failureOf("shouldLeaveADescriptor")).contains("descriptor").contains("socket:");
        Guinea.socket.close();
    }

    @Test
    void shouldNameAnEventLoopThreadLeftBehind() {
        assertThat(failureOf("shouldLeaveAThread")).contains("thread").contains("multiThreadIoEventLoopGroup");
        Guinea.group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    @Test
    void shouldNameABufferThatWasNeverReleased() {
        assertThat(failureOf("shouldLeaveABuffer")).contains("leaked ByteBuf");
    }

    @Test
    void shouldNameWhatWasTracked() {
        assertThat(failureOf("shouldLeaveSomethingTracked")).contains("3 operations in flight");
    }

    private static String failureOf(String method) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectMethod(Guinea.class, method))
                .configurationParameter(NoLeaks.SETTLE_MILLIS, "100").build();
        List<String> failures = new ArrayList<>();
        LauncherFactory.create().execute(request, new TestExecutionListener() {
            @Override
            public void executionFinished(TestIdentifier identifier, TestExecutionResult result) {
                result.getThrowable().ifPresent(cause -> failures.add(cause.getMessage()));
            }
        });
        return failures.isEmpty() ? null : String.join("\n", failures);
    }

    /** Tests that leave something behind; not found by an ordinary run, for the class is nested and not annotated. */
    @ExtendWith(NoLeaks.class)
    static class Guinea {
        private static NativeRegion region;
        private static SocketChannel socket;
        private static EventLoopGroup group;

        @Test
        void shouldCleanUp() throws Exception {
            NativeSyscalls.get().allocate(64, "a region").close();
            SocketChannel.open().close();
            ByteBufAllocator.DEFAULT.directBuffer().release();
            NoLeaks.track("operations in flight", () -> 0);
        }

        @Test
        void shouldLeaveARegion() throws Exception {
            region = NativeSyscalls.get().allocate(64, "forgotten region");
        }

        @Test
        void shouldLeaveADescriptor() throws IOException {
            socket = SocketChannel.open();
        }

        @Test
        void shouldLeaveAThread() {
            group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
            group.submit(() -> {}).awaitUninterruptibly();
        }

        @Test
        void shouldLeaveABuffer() {
            ByteBufAllocator.DEFAULT.directBuffer();
        }

        @Test
        void shouldLeaveSomethingTracked() {
            NoLeaks.track("operations in flight", () -> 3);
        }
    }
}
