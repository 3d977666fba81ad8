// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import java.net.Socket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.nettyuring.testsuite.Await;
import org.nettyuring.testsuite.NoLeaks;
import org.nettyuring.testsuite.TransportUnderTest;

/** A connection leaves its loop and joins another one in the middle of everything, and no byte is lost or swapped. */
@ExtendWith(NoLeaks.class)
@Timeout(120)
class MoveBetweenLoopsTest {
    private static final int MOVES = 1000;
    /** The others follow each other as fast as they can. */
    private static final int MOVES_PER_LOOK = 10;

    private static Tls tls;

    private final TransportUnderTest transport = TransportUnderTest.selected();

    @BeforeAll
    static void makeACertificate() throws Exception {
        tls = new Tls();
    }

    @Test
    void shouldKeepEveryByteInOrderAcrossMoves() throws Exception {
        moveWhileEchoing(true, false);
    }

    @Test
    void shouldKeepEveryByteInOrderAcrossMovesWhenReadingOnDemand() throws Exception {
        moveWhileEchoing(false, false);
    }

    @Test
    void shouldKeepEveryByteInOrderAcrossMovesThroughTls() throws Exception {
        moveWhileEchoing(true, true);
    }

    @Test
    void shouldKeepEveryByteInOrderAcrossMovesThroughTlsWhenReadingOnDemand() throws Exception {
        moveWhileEchoing(false, true);
    }

    private void moveWhileEchoing(boolean autoRead, boolean encrypted) throws Exception {
        EventLoopGroup group = transport.newGroup(2);
        EventLoop[] loops = {group.next(), group.next()};
        try (Loopback loopback = Loopback.serve(transport, group, b -> b.childOption(ChannelOption.AUTO_READ, autoRead),
                ch -> {
                    if (encrypted) {
                        ch.pipeline().addLast(tls.serverContext().newHandler(ch.alloc()));
                    }
                    ch.pipeline().addLast(new EchoAll());
                });
                Socket client = loopback.connect(encrypted ? tls : null)) {
            CheckedStream stream = new CheckedStream(client);
            Await.until("accepted", () -> !loopback.accepted().isEmpty());
            Channel ch = loopback.accepted().iterator().next();
            for (int move = 0; move < MOVES; move++) {
                ch.deregister().sync();
                assertThat(ch.isRegistered()).isFalse();
                assertThat(ch.isOpen()).isTrue();
                loops[move & 1].register(ch).sync();
                if (move % MOVES_PER_LOOK == 0) {
                    stream.awaitProgress("after move " + move);
                }
            }
            stream.finish();
            ch.close().sync();
            stream.join();
        }
    }
}
