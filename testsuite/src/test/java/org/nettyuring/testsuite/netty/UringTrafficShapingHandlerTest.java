// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.netty;

import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.testsuite.transport.TestsuitePermutation.BootstrapComboFactory;
import io.netty.testsuite.transport.socket.TrafficShapingHandlerTest;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.nettyuring.testsuite.Mode;

class UringTrafficShapingHandlerTest extends TrafficShapingHandlerTest {
    @BeforeEach
    void needWholeMessages() {
        assumeFalse(Mode.selected().isFaulty(), "its handler takes what it reads first for at least eight bytes");
    }

    @Override
    protected List<BootstrapComboFactory<ServerBootstrap, Bootstrap>> newFactories() {
        return UringTestPermutation.INSTANCE.socket();
    }
}
